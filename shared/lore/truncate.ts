/** A text within its token limit. */
export interface CutText {
  readonly text: string;
  /** Of `text`. */
  readonly tokens: number;
  readonly truncated: boolean;
}

type CountTokens = (text: string) => number;

/**
 * Just after a sentence or at a line's end. Western stops count with white space after them (3.5 and e.g.com do not),
 * East Asian ones by themselves; closing quotes and brackets belong to the sentence.
 */
const SENTENCE_END = /[.!?…]+["'”’»)\]]*(?=\s)|[。！？｡]+[」』”’）)]*|(?=\n)/gu;
const WORD_END = /(?=\s)/gu;

/** The longest prefix of `text` ending at one of `ends` that costs at most `max`; "" when none does. */
function longestFit(text: string, ends: readonly number[], max: number, count: CountTokens): string {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (count(text.slice(0, ends[middle]).trimEnd()) <= max) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? "" : text.slice(0, ends[low - 1]).trimEnd();
}

const endsBy = (text: string, expression: RegExp): number[] =>
  Array.from(text.matchAll(expression), (match) => match.index + match[0].length).filter((end) => end > 0);

/** Offsets between characters, so that no pair is split. */
function characterEnds(text: string): number[] {
  const ends: number[] = [];
  let at = 0;
  for (const character of text) {
    at += character.length;
    ends.push(at);
  }
  return ends;
}

/**
 * `text` cut to at most `maxTokens`, at the end of a sentence or line; where not even the first fits, at the end of a
 * word, and where that does not fit either, between characters.
 *
 * @param maxTokens 0 means no limit.
 * @param countTokens Must not shrink when text is added to its end.
 * @returns The text itself when it fits. About log2(sentences) counts otherwise; never throws.
 */
export function truncateToTokens(text: string, maxTokens: number, countTokens: CountTokens): CutText {
  const tokens = countTokens(text);
  if (maxTokens <= 0 || tokens <= maxTokens) return { text, tokens, truncated: false };
  for (const ends of [() => endsBy(text, SENTENCE_END), () => endsBy(text, WORD_END), () => characterEnds(text)]) {
    const cut = longestFit(text, ends(), maxTokens, countTokens);
    if (cut !== "") return { text: cut, tokens: countTokens(cut), truncated: true };
  }
  return { text: "", tokens: 0, truncated: true };
}
