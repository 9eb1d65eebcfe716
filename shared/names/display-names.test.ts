import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyText } from "../testing/any-text.ts";
import { cleanDisplayName, cutDisplayName, DisplayName, MAX_DISPLAY_GRAPHEMES } from "./display-names.ts";

/** Code points with nothing to see, each alone between two letters. */
const UNSEEN = [
  [0x00, 0x08],
  [0x0e, 0x1b],
  [0x7f, 0x84],
  [0x86, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  [0xd800, 0xd803],
  [0xdffc, 0xdfff],
  [0xe0000, 0xe007f],
].flatMap(([from, to]) => Array.from({ length: to! - from! + 1 }, (_, n) => from! + n));

const KEPT = [
  "Mara",
  "Zoë",
  "O'Brien-Smith, Jr.",
  "美咲",
  "Дарья",
  "محمد",
  "نامه\u200cای",
  "क्\u200dष",
  "ශ්\u200dරී",
  "Việt",
  "👩\u200d👩\u200d👧\u200d👦 Quill",
  "🏳️\u200d🌈",
  "🧑🏽\u200d🚀",
  "❤️\u200d🔥",
  "한국어",
  "ก็้",
  "1️⃣ first",
];

describe("display names", () => {
  test.each(UNSEEN)("[NAME9] code point %i is taken out", (point) => {
    expect(cleanDisplayName(`Ma${String.fromCodePoint(point)}ra`)).toBe("Mara");
  });
  test("[NAME9] at least 180 code points are tried", () => {
    expect(UNSEEN.length).toBeGreaterThan(180);
  });
  test.each(KEPT)("[NAME9] %j stays", (name) => {
    expect(cleanDisplayName(name)).toBe(name);
  });
  test.each([
    ["Ma\ufe0fra", "Mara"],
    ["  Mara \n\t Quill  ", "Mara Quill"],
    ["Mara\u2028Quill", "Mara Quill"],
    ["\u202eliug\u202c", "liug"],
    ["Ma\u200dra", "Mara"],
    ["Ma\u200cra", "Mara"],
    ["Mara\u200d", "Mara"],
    ["👩\u200d", "👩"],
    ["\u200d👩", "👩"],
    ["e\u0301", "é"],
    [`Z${"\u0334\u0335\u0336\u0337\u0338\u0321\u0322".repeat(5)}algo`, "Z\u0334\u0335\u0336\u0337algo"],
    ["England 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}", "England 🏴"],
    ["\u3164\u200b\u2800", ""],
  ])("[NAME9] %j becomes %j", (text, name) => {
    expect(cleanDisplayName(text)).toBe(name);
  });

  test("[NAME9] cleaning twice is cleaning once, and leaves whole characters", () => {
    const odd = fc.constantFrom(
      "\u200d",
      "\u200c",
      "\u0301",
      "\u0334",
      "\u202e",
      "e",
      "👩",
      "ن",
      " ",
      "\ud800",
      "\u{e0061}",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          anyText(),
          fc.array(odd).map((parts) => parts.join("")),
        ),
        (text) => {
          const name = cleanDisplayName(text);
          expect(cleanDisplayName(name)).toBe(name);
          expect(name.isWellFormed()).toBe(true);
          expect(/\p{M}{5}/u.test(name)).toBe(false);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("[NAME9] of 50 characters as people count them, and not of none", () => {
    const family = "👩\u200d👩\u200d👧\u200d👦";
    expect(DisplayName.safeParse(family.repeat(50)).success).toBe(true);
    expect(DisplayName.safeParse(family.repeat(51)).success).toBe(false);
    expect(DisplayName.safeParse("x".repeat(50)).success).toBe(true);
    expect(DisplayName.safeParse("x".repeat(51)).success).toBe(false);
    expect(DisplayName.safeParse("\u200b \u202e").success).toBe(false);
    expect(DisplayName.parse(" Mara\u202e ")).toBe("Mara");
  });

  test("[NAME9] a name we did not ask for is cut between characters", () => {
    const family = "👩\u200d👩\u200d👧\u200d👦";
    expect(cutDisplayName(`${"x".repeat(49)}${family}y`)).toBe(`${"x".repeat(49)}${family}`);
    expect(cutDisplayName("x".repeat(5_000))).toHaveLength(MAX_DISPLAY_GRAPHEMES);
    expect(cutDisplayName("\u200b")).toBe("");
  });
});
