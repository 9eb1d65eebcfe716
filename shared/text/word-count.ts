/** A word with what holds it together inside, or one character of a script that puts no spaces between words. */
const WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])[\p{L}\p{N}\p{M}])+(?:['’-](?:[\p{L}\p{N}\p{M}])+)*/gu;

/** Words of a text; each Chinese or Japanese character counts as one. Linear in its length. */
export function countWords(text: string): number {
  let words = 0;
  for (const _ of text.matchAll(WORD)) words++;
  return words;
}
