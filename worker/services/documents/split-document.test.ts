import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitDocument } from "./split-document.ts";

describe("splitDocument", () => {
  test.each([
    ["between paragraphs", "One two.\nThree.\n\nFour five. Six", 26, ["One two.\nThree.", "Four five. Six"]],
    ["between lines", "One two three.\nFour five. Six seven", 26, ["One two three.", "Four five. Six seven"]],
    ["between sentences", "One two three. Four five six seven", 22, ["One two three.", "Four five six seven"]],
    ["between words", "One two three four five", 14, ["One two three", "four five"]],
    ["within a word that is all there is", "abcdefghij", 4, ["abcd", "efgh", "ij"]],
    ["never within a character", "aaa😀bbb", 4, ["aaa", "😀bb", "b"]],
    ["not at all where it fits", "  One two. ", 8, ["One two."]],
    ["into nothing where there is nothing", " \n\n ", 8, []],
  ])("[DOC5] cuts %s", (_, text, most, parts) => {
    expect(splitDocument(text, most)).toEqual(parts);
  });

  test("[DOC5] loses nothing but spaces, and no part is too long or empty", () => {
    const word = fc.stringMatching(/^[a-zé龍😀.]{1,12}$/u);
    const text = fc.array(fc.tuple(word, fc.constantFrom(" ", "\n", "\n\n", ". ")), { maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 40 }), (pieces, most) => {
        const whole = pieces.flat().join("");
        const parts = splitDocument(whole, most);
        const bare = (part: string) => part.replace(/\s+/g, "");
        expect(bare(parts.join(""))).toBe(bare(whole));
        for (const part of parts)
          expect([part.length > 0 && part.length <= most, part.isWellFormed()]).toEqual([true, true]);
      }),
      { numRuns: 500 },
    );
  });

  test("[DOC5] takes no more than linear time over ten megabytes", () => {
    const parts = splitDocument("word ".repeat(2_000_000), 200_000);
    expect(parts).toHaveLength(50);
  });
});
