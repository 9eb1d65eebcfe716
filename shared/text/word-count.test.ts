import { expect, test } from "vitest";
import { countWords } from "./word-count.ts";

test.each([
  ["", 0],
  ["  \n — … ", 0],
  ["The keeper's lamp, well-known.", 4],
  ["naïve caf\u0065\u0301 Прилив", 3],
  ["12,5 tides", 3],
  ["龍が好き and 灯台", 7],
  ["word ".repeat(10_000), 10_000],
])("[DOC1] words of %j", (text, words) => {
  expect(countWords(text)).toBe(words);
});
