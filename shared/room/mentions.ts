/** A bot as mentions see it. */
export interface Mentionable {
  readonly bot_id: string;
  readonly name: string;
}

/** One `@Name` in a text; `start` and `end` in UTF-16 code units, the `@` included. */
export interface Mention {
  readonly bot_id: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{M}\p{N}_]/u;
/** Scripts written without spaces: there a name may be followed directly by more text. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/**
 * The `@Name`s of `text` in order. A name matches whole or by its first words, in any case and script; the longest
 * match wins; where two bots match equally long, neither is meant. `@` within a word (an address) is no mention.
 * Pure; O(text × bots) only at `@` signs.
 */
export function findMentions(text: string, bots: readonly Mentionable[]): Mention[] {
  const folded = fold(text);
  // Folding may change lengths in rare scripts; positions are only exact where it does not.
  const source = folded.length === text.length ? folded : text;
  const found: Mention[] = [];
  for (let at = source.indexOf("@"); at >= 0; at = source.indexOf("@", at + 1)) {
    if (at > 0 && WORD.test(source.charAt(at - 1))) continue;
    const mention = mentionAt(source, at, bots);
    if (mention) found.push(mention);
  }
  return found;
}

/** Bots of `text`'s mentions, each once, in the order of their first mention. */
export function mentionedBots(text: string, bots: readonly Mentionable[]): string[] {
  return [...new Set(findMentions(text, bots).map((m) => m.bot_id))];
}

function mentionAt(source: string, at: number, bots: readonly Mentionable[]): Mention | null {
  const rest = source.slice(at + 1);
  const matches = bots.flatMap((bot) => {
    const name = fold(bot.name);
    const length = longestPrefix(rest, name);
    return length === 0 ? [] : [{ bot_id: bot.bot_id, length, isWhole: length === name.length }];
  });
  const longest = Math.max(0, ...matches.map((m) => m.length));
  const best = matches.filter((m) => m.length === longest);
  // A bot called just that is meant before one whose longer name begins so.
  const [first, second] = best.some((m) => m.isWhole) ? best.filter((m) => m.isWhole) : best;
  return first && !second ? { bot_id: first.bot_id, start: at, end: at + 1 + first.length } : null;
}

/** Length of the longest run of whole leading words of `name` that `rest` starts with; 0 for none. */
function longestPrefix(rest: string, name: string): number {
  for (const length of prefixLengths(name)) {
    if (rest.startsWith(name.slice(0, length)) && endsThere(rest, length)) return length;
  }
  return 0;
}

/** Lengths of the name's prefixes that end with a word, longest first. */
function prefixLengths(name: string): number[] {
  const lengths = [name.length];
  for (let i = name.lastIndexOf(" "); i > 0; i = name.lastIndexOf(" ", i - 1)) lengths.push(i);
  return lengths.filter((length) => length > 0);
}

function endsThere(rest: string, length: number): boolean {
  const next = rest.charAt(length);
  if (next === "" || !WORD.test(next)) return true;
  return UNSPACED.test(rest.charAt(length - 1)) || UNSPACED.test(next);
}

const fold = (text: string): string => text.normalize("NFC").toLowerCase();
