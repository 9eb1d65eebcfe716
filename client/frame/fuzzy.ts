/** Text as it is compared: without case, width and the accents of Latin, Greek and Cyrillic letters. Marks of other scripts are letters. */
export const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .toLocaleLowerCase()
    .normalize("NFC");

const WHOLE = 400;
const AT_START = 300;
const AT_WORD = 200;
const INSIDE = 100;
/** Least letters that may be spread over a name: one or two are in nearly all of them. */
const MIN_SPREAD = 3;

/** How well `text` fits what was typed, higher is better; null where some word of it is not there at all. */
export function fuzzyScore(query: string, text: string): number | null {
  const name = fold(text);
  let score = 0;
  for (const word of fold(query).split(/\s+/u).filter(Boolean)) {
    const one = wordScore(word, name);
    if (one === null) return null;
    score += one;
  }
  // Of two that fit alike the shorter is meant.
  return score - name.length / 1_000;
}

function wordScore(word: string, name: string): number | null {
  const at = name.indexOf(word);
  if (at === -1) return spreadScore(word, name);
  if (at === 0) return name.length === word.length ? WHOLE : AT_START;
  return startsWord(name, word) ? AT_WORD : INSIDE - Math.min(at, INSIDE / 2);
}

const startsWord = (name: string, word: string): boolean =>
  name.split(/[^\p{L}\p{M}\p{N}]+/u).some((part) => part.startsWith(word));

/** The letters of `word` in order but apart: the fewer gaps, the better. */
function spreadScore(word: string, name: string): number | null {
  const letters = [...word];
  if (letters.length < MIN_SPREAD) return null;
  let from = 0;
  let gaps = 0;
  for (const letter of letters) {
    const at = name.indexOf(letter, from);
    if (at === -1) return null;
    if (at > from) gaps++;
    from = at + letter.length;
  }
  // As many gaps as letters is chance, not a match.
  return gaps >= letters.length ? null : INSIDE / 2 - gaps * 4;
}
