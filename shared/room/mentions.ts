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
 * Pure; at an `@` it costs no more than the bots' names are long.
 */
export function findMentions(text: string, bots: readonly Mentionable[]): Mention[] {
  const folded = fold(text);
  // Folding may change lengths in rare scripts; positions are only exact where it does not.
  const source = folded.length === text.length ? folded : text;
  const names = bots.map(nameOf);
  const found: Mention[] = [];
  for (let at = source.indexOf("@"); at >= 0; at = source.indexOf("@", at + 1)) {
    if (at > 0 && WORD.test(source.charAt(at - 1))) continue;
    const mention = mentionAt(source, at, names);
    if (mention) found.push(mention);
  }
  return found;
}

/** Bots of `text`'s mentions, each once, in the order of their first mention. */
export function mentionedBots(text: string, bots: readonly Mentionable[]): string[] {
  return [...new Set(findMentions(text, bots).map((m) => m.bot_id))];
}

/** A bot's name made ready once for a whole text. */
interface FoldedName {
  readonly bot_id: string;
  readonly name: string;
  /** Lengths of the prefixes that end with a word, longest first. */
  readonly lengths: readonly number[];
}

function nameOf({ bot_id, name: written }: Mentionable): FoldedName {
  const name = fold(written);
  const lengths = [name.length];
  for (let i = name.lastIndexOf(" "); i > 0; i = name.lastIndexOf(" ", i - 1)) lengths.push(i);
  return { bot_id, name, lengths: lengths.filter((length) => length > 0) };
}

function mentionAt(source: string, at: number, names: readonly FoldedName[]): Mention | null {
  const matches = names.flatMap((bot) => {
    const length = longestPrefix(source, at + 1, bot);
    return length === 0 ? [] : [{ bot_id: bot.bot_id, length, isWhole: length === bot.name.length }];
  });
  const longest = Math.max(0, ...matches.map((m) => m.length));
  const best = matches.filter((m) => m.length === longest);
  // A bot called just that is meant before one whose longer name begins so.
  const [first, second] = best.some((m) => m.isWhole) ? best.filter((m) => m.isWhole) : best;
  return first && !second ? { bot_id: first.bot_id, start: at, end: at + 1 + first.length } : null;
}

/** Length of the longest run of whole leading words of `name` that stands at `from`; 0 for none. */
function longestPrefix(source: string, from: number, { name, lengths }: FoldedName): number {
  let shared = 0;
  while (shared < name.length && source.charCodeAt(from + shared) === name.charCodeAt(shared)) shared++;
  return lengths.find((length) => length <= shared && endsThere(source, from + length)) ?? 0;
}

/** Whether a name may end before `end`. */
function endsThere(source: string, end: number): boolean {
  const next = source.charAt(end);
  if (next === "" || !WORD.test(next)) return true;
  return UNSPACED.test(source.charAt(end - 1)) || UNSPACED.test(next);
}

const fold = (text: string): string => text.normalize("NFC").toLowerCase();
