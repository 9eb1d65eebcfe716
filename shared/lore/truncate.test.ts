import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estimateTokens } from "../text/tokens.ts";
import { countCharacters, evaluateOne } from "./testing/lore-room.ts";
import { truncateToTokens } from "./truncate.ts";

const cut = (text: string, max: number) => truncateToTokens(text, max, countCharacters).text;

describe("[LORE37] max_tokens", () => {
  test.each([
    ["fits", "One. Two.", 9, "One. Two."],
    ["at a sentence end", "One. Two. Three.", 12, "One. Two."],
    ["just a sentence", "One. Two. Three.", 9, "One. Two."],
    ["not quite a sentence", "One. Two. Three.", 8, "One."],
    ["question and exclamation", "Who?! Me... No!", 13, "Who?! Me..."],
    ["closing quotes belong to the sentence", "“Go.” He went.", 9, "“Go.”"],
    [
      "no full stop inside numbers and names",
      "Version 3.5 of e.g.com rules. End.",
      31,
      "Version 3.5 of e.g.com rules.",
    ],
    ["nor where nothing else would fit", "Version 3.5 of e.g.com rules. End.", 20, "Version 3.5 of"],
    ["at a line end", "# Title\nbody text goes on", 12, "# Title"],
    ["the later of sentence and line", "One. Two\nThree four", 12, "One. Two"],
    ["Chinese and Japanese stops need no space", "龍が来た。王は逃げた。誰も", 12, "龍が来た。王は逃げた。"],
    ["with their quotes", "「行け。」と言った", 6, "「行け。」"],
    ["at a word where no sentence fits", "one two three four", 9, "one two"],
    ["between characters where no word fits", "abcdefghij", 4, "abcd"],
    ["never inside a character", "🐉🐉🐉🐉", 5, "🐉🐉"],
    ["nothing fits", "🐉", 1, ""],
  ])("%s", (_, text, max, expected) => {
    expect(cut(text, max)).toBe(expected);
  });

  test("0 is no cap", () => {
    expect(truncateToTokens("x".repeat(5_000), 0, countCharacters)).toMatchObject({ truncated: false, tokens: 5_000 });
  });

  test("says so in the trace, with the tokens of what is left", () => {
    const found = evaluateOne(
      { text: "One. Two. Three.", settings: { activation_mode: "constant" }, budget: { max_tokens: 10 } },
      [],
    );
    expect(found).toMatchObject({ truncated: true, tokens: 9, included: true });
    expect(evaluateOne({ text: "One.", settings: { activation_mode: "constant" } }, [])).toMatchObject({
      truncated: false,
      tokens: 4,
    });
  });

  test("any text: a prefix within the limit, no half characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 30 }), (text, max) => {
        const { text: kept, tokens, truncated } = truncateToTokens(text, max, estimateTokens);
        expect(text.startsWith(kept)).toBe(true);
        expect(tokens).toBe(estimateTokens(kept));
        expect(tokens).toBeLessThanOrEqual(max);
        expect(truncated).toBe(kept !== text);
        expect(kept.isWellFormed()).toBe(text.isWellFormed());
      }),
    );
  });
});
