/** Where a text may be cut, best first: between paragraphs, lines, sentences, words. */
const BORDERS: readonly RegExp[] = [/\n[ \t]*\n\s*/g, /\n+/g, /(?<=[.!?…。！？])\s*/g, /\s+/g];

/**
 * A text in parts of at most `most` UTF-16 units, in order and none empty, each cut at the best border there is in its
 * second half; only a text without any border is cut within a word, and never within a character.
 */
export function splitDocument(text: string, most: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > most) {
    const end = cutOf(rest.slice(0, most + 1), most);
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return rest === "" ? parts : [...parts, rest];
}

/** Where `window`, one unit longer than a part may be, is cut. */
function cutOf(window: string, most: number): number {
  for (const border of BORDERS) {
    const last = lastStart(window, border);
    if (last > most / 2) return last;
  }
  const isPair = /[\ud800-\udbff]/.test(window.charAt(most - 1));
  return isPair ? most - 1 : most;
}

function lastStart(window: string, border: RegExp): number {
  let last = 0;
  for (const { index } of window.matchAll(border)) last = index;
  return Math.min(last, window.length - 1);
}
