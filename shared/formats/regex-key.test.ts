import fc from "fast-check";
import { RE2JS } from "re2js";
import { describe, expect, test } from "vitest";
import { literalPattern, writeRegexKey } from "./literal-pattern.ts";
import { createRegexJudge, parseRegexKey } from "./regex-key.ts";

const judge = (pattern: string, flags = "") => createRegexJudge()({ pattern, flags });

describe("reading", () => {
  test.each([
    ["/cat|dog/i", { pattern: "cat|dog", flags: "i" }],
    ["/a/", { pattern: "a", flags: "" }],
    ["/a\\/b\\/c/gi", { pattern: "a/b\\/c", flags: "gi" }],
    ["/\\\\/", { pattern: "\\\\", flags: "" }],
  ])("[FMT26] %s is a regular expression", (key, regex) => expect(parseRegexKey(key)).toEqual(regex));

  test.each(["cat", "/", "//", "/a", "a/", "/a/b/", "/usr/bin/", "/a/x", "/a\\\\/b/", " /a/"])(
    "[FMT26] %s is plain text",
    (key) => expect(parseRegexKey(key)).toBeNull(),
  );
});

describe("judging", { timeout: 30_000 }, () => {
  test.each(["cat|dog", "\\bcat\\b", "[^]", "\\u4e00", "(?<name>a)", "a\\/b", "[(?=]", "\\(?=", "(?i)x", "\\\\1"])(
    "[FMT28] %s can run",
    (pattern) => expect(judge(pattern)).toBeNull(),
  );

  test.each([
    ["cat(?=s)", "look-ahead ((?=) at character 4"],
    ["(?!a)b", "look-ahead"],
    ["(?<=a)b", "look-behind"],
    ["(?<!a)b", "look-behind"],
    ["(a)\\1", "back-reference"],
    ["(?<n>a)\\k<n>", "back-reference"],
    ["(?>a)", "atomic"],
    ["a{1001}", "{1001}"],
    ["(a{1000}){1000}", "{1000}"],
    ["[a", "missing closing ]"],
    ["x".repeat(257), "256"],
    ["(abc){900}", "too large"],
  ])("[FMT28] %s can not, and the construct is named", (pattern, named) => {
    expect(judge(pattern)).toContain(named);
  });

  test("[FMT28] the sticky flag can not run", () => expect(judge("a", "y")).toContain("flag y"));

  test("[FMT28] a file of endless or huge patterns stops being tried", () => {
    const many = createRegexJudge();
    for (let n = 0; n < 1_000; n += 1) expect(many({ pattern: `a${n}`, flags: "" })).toBeNull();
    expect(many({ pattern: "one more", flags: "" })).toContain("more regular expressions");
    expect(many({ pattern: "a5", flags: "" })).toBeNull();

    // Each of these compiles to tens of thousands of instructions, so only the first few are compiled.
    const huge = createRegexJudge();
    const verdicts = Array.from({ length: 20 }, (_, n) =>
      huge({ pattern: `${n}${"(\\pL?){1000}|".repeat(15)}`, flags: "" }),
    );
    expect(verdicts.filter((verdict) => verdict?.includes("too large")).length).toBeLessThan(6);
    expect(verdicts.at(-1)).toContain("more regular expressions");
  });
});

describe("plain keys as patterns", { timeout: 30_000 }, () => {
  const matches = (key: string, text: string, isCaseSensitive = false, isWholeWord = false) => {
    const { pattern, flags } = literalPattern(key, { isCaseSensitive, isWholeWord });
    return RE2JS.compile(pattern, flags === "i" ? RE2JS.CASE_INSENSITIVE : 0).test(text);
  };

  test("[FMT27] any plain key finds itself in any text, as written and read again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), fc.string(), fc.string(), (key, before, after) => {
        fc.pre(!key.includes("{{"));
        const regex = literalPattern(key, { isCaseSensitive: true, isWholeWord: false });
        const again = parseRegexKey(writeRegexKey(regex));
        expect(again).not.toBeNull();
        const found = RE2JS.compile(again?.pattern ?? "").test(before + key.normalize("NFC") + after);
        expect(found).toBe(true);
      }),
    );
  });

  test("[FMT27] a dot in a plain key is a dot", () => {
    expect(matches("a.b", "axb")).toBe(false);
    expect(matches("C++ (new)", "about c++ (NEW) things")).toBe(true);
    expect(matches("C++", "c++", true)).toBe(false);
  });

  test.each([
    ["cat", "a cat!", true],
    ["cat", "concatenate", false],
    ["cat", "cat_", false],
    ["ольг", "Ольга", false],
    ["he kin", "the king", false],
    ["C++", "C++11", true],
    ["龍", "黒龍が", true],
  ])("[FMT27] whole word %s in %s: %s", (key, text, expected) => {
    expect(matches(key, text, false, true)).toBe(expected);
  });

  test("[FMT27] macros stay macros", () => {
    expect(literalPattern("{{char}}'s (cat)", { isCaseSensitive: true, isWholeWord: false }).pattern).toBe(
      "{{char}}'s \\(cat\\)",
    );
  });
});
