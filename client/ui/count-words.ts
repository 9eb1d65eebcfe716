/** How many words a text has, in the script it is written in. Linear; skipped over for very long texts by length. */
export function countWords(text: string): number {
  if (text.length > MAX_SEGMENTED) return Math.round(text.length / CHARS_PER_WORD);
  let count = 0;
  for (const { isWordLike } of words.segment(text)) if (isWordLike) count++;
  return count;
}

const words = new Intl.Segmenter(undefined, { granularity: "word" });
/** Above this many UTF-16 units the count is an estimate. Chosen: segmenting it takes about 10 ms on a phone. */
const MAX_SEGMENTED = 20_000;
const CHARS_PER_WORD = 6;

/** "1 word", "84 words". */
export const wordsWords = (count: number): string => (count === 1 ? "1 word" : `${count} words`);
