import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldKey } from "./fold.ts";
import {
  compileRegex,
  describeRegexProblem,
  MAX_PATTERN_CHARS,
  MAX_REGEX_SCAN_CHARS,
  quoteRegex,
  type RegexProgram,
  readRegexKey,
} from "./regex.ts";
import { shapeOf } from "./regex-shape.ts";
import { tokeniseRegex } from "./regex-tokens.ts";
import { anyText } from "./testing/any-text.ts";

function program(pattern: string, flags = "i"): RegexProgram {
  const compiled = compileRegex(pattern, flags);
  if ("problem" in compiled) throw new Error(compiled.problem.message);
  return compiled.program;
}

const matches = (pattern: string, text: string, flags = "i"): boolean => program(pattern, flags).find(text).length > 0;

describe("[LORE15] patterns", () => {
  test.each([
    ["dragons?", "two DRAGONS", "i", true],
    ["dragons?", "two DRAGONS", "", false],
    ["^fire$", "ice\nfire\nash", "", false],
    ["^fire$", "ice\nfire\nash", "m", true],
    ["fire.ash", "fire\nash", "", false],
    ["fire.ash", "fire\nash", "s", true],
    ["\\bking\\b", "the king.", "i", true],
    ["\\bking\\b", "viking", "i", false],
    ["\\u0064ragon", "dragon", "", true],
    ["\\u{64}ragon", "dragon", "", true],
    ["\\\\u0064", "\\u0064", "", true],
    ["(?<beast>dragon|wyrm)", "a wyrm", "", true],
    ["\\p{Han}+", "黒龍", "", true],
    ["a\\/b", "a/b", "", true],
    ["straße", "STRASSE", "i", false],
    ["café", "cafe\u0301".normalize("NFC"), "", true],
    ["cafe\u0301", "café", "", true],
  ])("%s on %s with %s: %s", (pattern, text, flags, expected) => {
    expect(matches(pattern, text, flags)).toBe(expected);
  });

  test("ranges are UTF-16 offsets, ascending, at most eight", () => {
    expect(program("d\\w+").find("🐉 dragon, dusk")).toEqual([
      [3, 9],
      [11, 15],
    ]);
    expect(program("a").find("a".repeat(100))).toHaveLength(8);
  });

  test.each([
    ["/drag(on)?/i", { pattern: "drag(on)?", flags: "i", offset: 1 }],
    ["/a\\/b/", { pattern: "a\\/b", flags: "", offset: 1 }],
    ["/a/gimsuy", { pattern: "a", flags: "gimsuy", offset: 1 }],
    ["/usr/bin", { pattern: "/usr/bin", flags: "?", offset: 0 }],
    ["/a/b/i", { pattern: "/a/b/i", flags: "?", offset: 0 }],
    ["//", { pattern: "//", flags: "?", offset: 0 }],
    ["dragon", { pattern: "dragon", flags: "?", offset: 0 }],
  ])("the key %s is read as %j", (key, expected) => {
    expect(readRegexKey(key, "?")).toEqual(expected);
  });
});

describe("[LORE17] refusals name the construct and its position", () => {
  test.each([
    ["abc(?=d)", "(?=", 3, "look-ahead"],
    ["a(?!b)", "(?!", 1, "negative look-ahead"],
    ["(?<=a)b", "(?<=", 0, "look-behind"],
    ["ab(?<!a)b", "(?<!", 2, "negative look-behind"],
    ["(a)\\1", "\\1", 3, "back-reference"],
    ["(?<n>a)-\\k<n>", "\\k<n>", 8, "back-reference"],
    ["x(?>ab)", "(?>", 1, "atomic"],
    ["xa++", "++", 2, "possessive"],
    ["xa*+", "*+", 2, "possessive"],
    ["(?(1)a|b)", "(?(", 0, "conditional"],
    ["a(?#note)", "(?#", 1, "comment"],
    ["a{1001}", "{1001}", 1, "repetition"],
    ["(a{1000}){1000}", "{1000}", 2, "repetition"],
    ["a(b", "a(b", 0, "not closed"],
    ["a)b", "a)b", 0, "not opened"],
    ["x[ab", "[ab", 1, "not closed"],
    ["*a", "*", 0, "nothing to repeat"],
    ["ab\\", "ab\\", 0, "backslash"],
    ["a\\h", "\\h", 1, "escape"],
    ["[z-a]", "z-a", 1, "range"],
    ["", "", 0, "empty"],
  ])("%s: %s at %i (%s)", (pattern, construct, position, word) => {
    const problem = describeRegexProblem(pattern, "");
    expect(problem).toMatchObject({ construct, position });
    expect(problem?.message).toContain(`${construct} at position ${position}: `);
    expect(problem?.message).toContain(word);
  });

  test("what looks like a construct inside a class or behind an escape is none", () => {
    for (const pattern of [
      "[(?=]",
      "\\(\\?=",
      "\\Q(?=\\E",
      "[\\]](?:=)",
      "[]a](b)",
      "[[:alpha:]](c)",
      "[](?=]x",
      "[^](?=]x",
      "a{,3}",
      "(?i)a",
      "(?s-i:a)",
    ])
      expect(describeRegexProblem(pattern, ""), pattern).toBeNull();
  });

  test("unknown flags are refused, meaningless ones are not", () => {
    expect(describeRegexProblem("a", "gimsuydv")).toBeNull();
    expect(describeRegexProblem("a", "x")).toMatchObject({ construct: "x", position: 0 });
  });

  test("a pattern has at most 256 characters", () => {
    expect(describeRegexProblem("a".repeat(MAX_PATTERN_CHARS), "")).toBeNull();
    expect(describeRegexProblem("a".repeat(MAX_PATTERN_CHARS + 1), "")).toMatchObject({ position: MAX_PATTERN_CHARS });
    expect(describeRegexProblem(`${"a|".repeat(127)}bc`, "i")).toBeNull();
  });

  test.each([
    "(.{0,100}a){9}",
    "\\pL{999}\\pL{999}",
    ".{999}".repeat(42),
    "(a{31}){31}(a{31}){31}",
    "(((a{9}){9}){9})(((a{9}){9}){9})",
    "(a{0,300}b){3}(a{0,300}b){3}",
    "(a+){999}(b+){999}",
  ])("%s is too large and never reaches the engine", (pattern) => {
    expect(describeRegexProblem(pattern, "i")?.message).toContain("too large");
    expect(describeRegexProblem(pattern, "i")?.construct).toMatch(/^\{/);
  });

  test("any text as pattern: a problem within it or a program, never an exception", () => {
    const syntax = fc.constantFrom(
      "(",
      ")",
      "[",
      "]",
      "{2,3}",
      "*",
      "+",
      "?",
      "|",
      "\\",
      "^",
      "$",
      ".",
      "a",
      "é",
      "(?=",
      "(?:",
      "\\1",
      "\\Q",
      "\\E",
      "{9",
      "-",
      "\\pL",
      "[^",
    );
    const pattern = fc.oneof(
      anyText(300),
      fc.array(syntax, { maxLength: 40 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(pattern, fc.constantFrom("", "i", "ms", "q"), (source, flags) => {
        const compiled = compileRegex(source, flags);
        if ("problem" in compiled) {
          expect(compiled.problem.message.length).toBeGreaterThan(0);
          expect(compiled.problem.position).toBeLessThanOrEqual(source.normalize("NFC").length);
        } else expect(Array.isArray(compiled.program.find("a text (with) [signs] * and é"))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

describe("[LORE18] the work of a pattern is bounded", () => {
  test("a small pattern reads the last 8,000 characters, a large one fewer", () => {
    const far = `dragon${" ".repeat(MAX_REGEX_SCAN_CHARS)}`;
    expect(matches("dragon", far)).toBe(false);
    expect(matches("dragon", far.slice(6 - MAX_REGEX_SCAN_CHARS - 6))).toBe(false);
    expect(program("dragon").find(far.slice(6))).toEqual([]);
    expect(program("dragon").find(`x${far.slice(0, MAX_REGEX_SCAN_CHARS)}`)).toEqual([[1, 7]]);
    const large = "(?:dragon)(?:.{0,400})(?:.{0,90})";
    expect(matches(large, `dragon${" ".repeat(300)}`)).toBe(true);
    expect(matches(large, `dragon${" ".repeat(1_500)}`)).toBe(false);
  });

  /** Patterns that blow up on a backtracking engine, or that keep many threads alive on a linear one. */
  const HOSTILE = [
    "(a+)+$",
    "(a|a)*c",
    "(a|aa)+$",
    "([a-zA-Z]+)*\\d",
    "(x+x+)+y",
    "(\\w+\\s?)*!$",
    "(.*a){20}c",
    "(?:a?){100}a{100}c",
    "[ab]*a[ab]{60}c",
    "(?:[ab]?){300}c",
    "(\\w{1,20} ?){20}!",
    "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)x",
    "(a|b|ab)*(a|b|ab)*(a|b|ab)*c",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "(?:a{1,20}){1,20}b",
  ];
  const TEXTS = ["a".repeat(8_000), "ab".repeat(4_000), `${"a".repeat(7_999)}!`, "word and word ".repeat(600)];

  // A pattern that backtracked would not end within the life of the machine, let alone within the test's timeout.
  test.each(HOSTILE)("%s ends on 8,000 characters of each kind", (pattern) => {
    for (const text of TEXTS) expect(program(pattern).find(text).length).toBeLessThanOrEqual(8);
  });
});

describe("[LORE19] required texts", () => {
  test.each([
    ["dragons?", ["dragon"]],
    ["\\bDragon\\b", ["dragon"]],
    ["dragon|wyrm", ["dragon", "wyrm"]],
    ["(?:red|blue) dragon", [" dragon"]],
    ["fire.{0,30}storm", ["storm"]],
    ["ab+cde", ["cde"]],
    ["(dragon)+", ["dragon"]],
    ["(dragon)?", null],
    ["(dragon|)", null],
    ["\\w+", null],
    ["x*", null],
    ["dragon|\\d", null],
    ["\\Qa.b\\E", ["a.b"]],
    ["STRASSE", ["strasse"]],
    ["a{0}bcd", ["bcd"]],
    ["(?i)Dragon", ["dragon"]],
    ["e\u0301a", ["éa"]],
  ])("%s needs %j", (pattern, needs) => {
    expect(shapeOf(tokeniseRegex(pattern.normalize("NFC"))).needs).toEqual(needs);
  });

  test("no match is lost: where a pattern matches, the folded text has one of them", () => {
    const atom = fc.constantFrom(
      "a",
      "b",
      "é",
      "ß",
      "K",
      "龍",
      "\\.",
      "[ab]",
      ".",
      "\\w",
      "(?:ab)",
      "(a|b)",
      "^",
      "$",
      "\\b",
      "e\u0301",
    );
    const repeat = fc.constantFrom("", "", "", "?", "*", "+", "{2}", "{0}", "{1,2}", "{0,1}", "+?");
    const sequence = fc
      .array(fc.tuple(atom, repeat), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.flat().join(""));
    const pattern = fc.array(sequence, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("|"));
    const nested = fc.oneof(
      pattern,
      fc.tuple(pattern, repeat, pattern).map(([a, r, b]) => `(?:${a})${r}${b}`),
    );
    const text = fc.string({
      unit: fc.constantFrom("a", "b", "A", "É", "é", "ß", "ẞ", "K", "k", "K", "龍", ".", " ", "e\u0301"),
      maxLength: 12,
    });
    fc.assert(
      fc.property(nested, text, fc.constantFrom("", "i"), (source, raw, flags) => {
        const compiled = compileRegex(source, flags);
        const normal = raw.normalize("NFC");
        if ("problem" in compiled || compiled.program.find(normal).length === 0) return;
        const { needs } = compiled.program;
        expect(
          needs === null || needs.some((needed) => foldKey(normal).includes(needed)),
          `${source} on ${raw}: ${needs}`,
        ).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});

test("[LORE12] a quoted name matches itself and nothing else", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 20 }), (name) => {
      const found = program(`^${quoteRegex(name)}$`, "");
      expect(found.find(name)).toHaveLength(1);
      expect(found.find(`x${name}`)).toHaveLength(0);
    }),
  );
});
