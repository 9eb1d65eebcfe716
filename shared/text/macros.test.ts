import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../lore/testing/any-text.ts";
import { hasMacros, hasNameMacro, MAX_MACRO_OUTPUT, resolveMacros, resolveNames } from "./macros.ts";

const names = { char: "Mara", user: "Ben" };

describe("names", () => {
  test.each([
    ["{{char}} meets {{user}}", "Mara meets Ben"],
    ["{{CHAR}} {{User}} {{ char }}", "Mara Ben Mara"],
    ["{{bot}} <BOT> <bot>", "Mara Mara Mara"],
    ["<USER> <user> {{persona}}", "Ben Ben Ben"],
    ["{{char}}{{char}}", "MaraMara"],
    ["no macro at all, not even {this}", "no macro at all, not even {this}"],
    ["{{}} {{unknown}} {{unknown::a}} {{char", "{{}} {{unknown}} {{unknown::a}} {{char"],
    ["{{constructor}} {{__proto__}} {{toString}}", "{{constructor}} {{__proto__}} {{toString}}"],
  ])("%s", (text, expected) => {
    expect(resolveMacros(text, names)).toBe(expected);
  });

  test("what is inserted is never read again, and is inserted verbatim", () => {
    expect(resolveMacros("{{char}} {{user}}", { char: "{{user}}", user: "$& $1 {{char}}" })).toBe(
      "{{user}} $& $1 {{char}}",
    );
    expect(resolveMacros("{{{{char}}}}", { char: "user", user: "Ben" })).toBe("{{user}}");
  });
});

describe("texts, dates, layout", () => {
  test("fields of the context, and what it does not have stays", () => {
    const fields = { description: "a keeper", personality: "dry", scenario: "a storm", persona: "a sailor" };
    expect(resolveMacros("{{description}}/{{personality}}/{{scenario}}/{{persona}}", { ...names, fields })).toBe(
      "a keeper/dry/a storm/a sailor",
    );
    expect(resolveMacros("{{description}}/{{scenario}}", names)).toBe("{{description}}/{{scenario}}");
    expect(resolveMacros("{{description}}", { ...names, fields: { description: "" } })).toBe("");
  });

  test("date and time come from the context's now", () => {
    const now = "2026-11-23T04:55:06.000Z";
    expect(resolveMacros("{{date}} {{time}} {{isodate}} {{isotime}}", { ...names, now })).toBe(
      "2026-11-23 04:55 2026-11-23 04:55",
    );
    expect(resolveMacros("{{date}}", names)).toBe("{{date}}");
  });

  test("comments vanish, newline breaks, trim takes the breaks around it", () => {
    expect(resolveMacros("a{{// a note, with :: and {char} no}}b", names)).toBe(
      "a{{// a note, with :: and {char} no}}b",
    );
    expect(resolveMacros("a{{// a note}}b{{comment: more}}c", names)).toBe("abc");
    expect(resolveMacros("a{{newline}}b", names)).toBe("a\nb");
    expect(resolveMacros("a\r\n\n{{trim}}\n\n b", names)).toBe("a b");
    expect(resolveMacros("\n{{newline}}{{trim}}x", names)).toBe("x");
  });
});

describe("dice", () => {
  test("random, pick and roll are decided by their seeds alone", () => {
    const text = "{{random::a::b::c::d}} {{roll:3d6}} {{pick::a::b::c::d}}";
    const one = (seed: string, stableSeed: string) => resolveMacros(text, { ...names, seed, stableSeed }).split(" ");
    expect(one("s1", "c1")).toEqual(one("s1", "c1"));
    const many = Array.from({ length: 60 }, (_, i) => one(`s${i}`, "c1"));
    expect(new Set(many.map((m) => m[0]))).toEqual(new Set(["a", "b", "c", "d"]));
    expect(new Set(many.map((m) => m[1])).size).toBeGreaterThan(5);
    expect(new Set(many.map((m) => m[2])).size, "pick outlasts the message").toBe(1);
    expect(new Set(Array.from({ length: 60 }, (_, i) => one("s", `c${i}`)[2])).size).toBe(4);
  });

  test("two equal macros in one text are rolled apart", () => {
    const rolls = Array.from({ length: 40 }, (_, i) =>
      resolveMacros("{{roll:20}} {{roll:20}}", { ...names, seed: `${i}` }).split(" "),
    );
    expect(rolls.some(([a, b]) => a !== b)).toBe(true);
  });

  test("the comma form of random, and options with a comma in the :: form", () => {
    expect(["red", "blue"]).toContain(resolveMacros("{{random:red, blue}}", names));
    expect(["a, b", "c"]).toContain(resolveMacros("{{random::a, b::c}}", names));
  });

  test.each([
    ["{{roll:1d6}}", 1, 6],
    ["{{roll:d20}}", 1, 20],
    ["{{roll::2d4+10}}", 12, 18],
    ["{{roll 6}}", 1, 6],
    ["{{roll:1d1-3}}", -2, -2],
  ])("%s stays within %i and %i and reaches both", (text, low, high) => {
    const rolls = Array.from({ length: 400 }, (_, i) => Number(resolveMacros(text, { ...names, seed: `${i}` })));
    expect([Math.min(...rolls), Math.max(...rolls)]).toEqual([low, high]);
  });

  test.each(["{{roll:}}", "{{roll:0d6}}", "{{roll:1d0}}", "{{roll:six}}", "{{roll:1d99999}}"])(
    "%s is not dice and stays",
    (text) => {
      expect(resolveMacros(text, names)).toBe(text);
    },
  );
});

describe("bounds", () => {
  test("macros blow a text up to 64 KiB at most; the rest of them stay as written", () => {
    const fields = { description: "d".repeat(1_000) };
    const out = resolveMacros("{{description}}".repeat(1_000), { ...names, fields });
    expect(out.length).toBeLessThanOrEqual(MAX_MACRO_OUTPUT);
    expect(out.length).toBeGreaterThan(MAX_MACRO_OUTPUT - 1_000);
    expect(out.endsWith("{{description}}")).toBe(true);
  });

  test("a text longer than that is kept whole", () => {
    const long = "x".repeat(100_000);
    expect(resolveMacros(`${long}{{user}}`, names)).toBe(`${long}Ben`);
    expect(resolveMacros(`${long}{{user}}`, { char: "c", user: "a very long name" })).toBe(`${long}{{user}}`);
  });

  test.each([
    ["openings", "{{".repeat(100_000), 200_000],
    ["closings and openings", "}}{{".repeat(50_000), 200_000],
    ["one opening and a long text", `{{${"a".repeat(200_000)}`, 200_002],
    ["trims behind a long text", `${"a".repeat(100_000)}${"{{trim}}x".repeat(11_000)}`, 111_000],
    ["trims in a sea of breaks", "\n{{trim}}x\n\n".repeat(20_000), 20_002],
  ])("hostile %s take linear time (a quadratic pass would run into the timeout)", (_, text, length) => {
    expect(resolveMacros(text, names).length).toBe(length);
  });

  test("any text, any names: no exception, bounded, deterministic", () => {
    const piece = fc.oneof(
      anyText(),
      fc.constantFrom(
        "{{",
        "}}",
        "{{char}}",
        "{{user}}",
        "{{random::",
        "::",
        "{{roll:9d9}}",
        "{{trim}}",
        "\n",
        "{{//",
        "<BOT>",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.string(), fc.string(), (pieces, char, user) => {
        const text = pieces.join("");
        const out = resolveMacros(text, { char, user });
        expect(out.length).toBeLessThanOrEqual(Math.max(MAX_MACRO_OUTPUT, text.length));
        expect(resolveMacros(text, { char, user })).toBe(out);
      }),
    );
  });
});

test("hasMacros and hasNameMacro say whether there is anything to do", () => {
  expect([hasMacros("a {{x}}"), hasMacros("<BOT>"), hasMacros("{a}"), hasMacros("a < b")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([hasNameMacro("{{Char}}"), hasNameMacro("<user>"), hasNameMacro("{{random}}")]).toEqual([true, true, false]);
});

test("resolveNames replaces names only and lets the caller quote them", () => {
  expect(resolveNames("{{char}} {{random::a}} <USER> {{persona}}", names)).toBe("Mara {{random::a}} Ben Ben");
  expect(resolveNames("^{{char}}$", { char: "M.", user: "" }, (name) => name.replace(".", "\\."))).toBe("^M\\.$");
});
