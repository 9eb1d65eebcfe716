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

/** An `@Name` that fits several bots equally well; `start` and `end` as of a mention. */
export interface UnclearMention extends Omit<Mention, "bot_id"> {
  readonly bot_ids: readonly string[];
}

/**
 * The `@Name`s of `text` in order. A name matches whole or by its first words, in any case and script and however its
 * accents are written; the longest match wins; where two bots match equally long, neither is meant. `@` within a word
 * (an address) is no mention, but scripts without spaces have no words to be within. Pure; at an `@` it costs no more
 * than the bots' names are long.
 */
export function findMentions(text: string, bots: readonly Mentionable[]): Mention[] {
  return matchesIn(text, bots).flatMap(({ bot_ids: [bot_id, another], start, end }) =>
    bot_id === undefined || another !== undefined ? [] : [{ bot_id, start, end }],
  );
}

/** The first `@Name` of which nobody can say whom it means, or null. */
export const findUnclear = (text: string, bots: readonly Mentionable[]): UnclearMention | null =>
  matchesIn(text, bots).find(({ bot_ids }) => bot_ids.length > 1) ?? null;

function matchesIn(text: string, bots: readonly Mentionable[]): UnclearMention[] {
  const { source, placeOf } = foldText(text);
  const names = bots.map(nameOf);
  const found: UnclearMention[] = [];
  for (let at = source.indexOf("@"); at >= 0; at = source.indexOf("@", at + 1)) {
    if (isInWord(source, at)) continue;
    const match = matchAt(source, at, names);
    if (match) found.push({ ...match, start: placeOf(match.start), end: placeOf(match.end) });
  }
  return found;
}

function isInWord(source: string, at: number): boolean {
  const before = source.charAt(at - 1);
  return WORD.test(before) && !UNSPACED.test(before);
}

/** A letter with all that is written on it, or a syllable of jamo: what folds into one sign. */
const CLUSTER = /[\u1100-\u115f][\u1160-\u11a7]*[\u11a8-\u11ff]*|\P{M}\p{M}*|\p{M}+/gsu;

/** The text made comparable, and where each of its places was. Lengths change only with accents apart from their letters. */
function foldText(text: string): { source: string; placeOf: (at: number) => number } {
  const whole = fold(text);
  if (whole.length === text.length) return { source: whole, placeOf: (at) => at };
  let source = "";
  const places: number[] = [];
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const folded = fold(cluster);
    source += folded;
    for (let i = 0; i < folded.length; i++) places.push(index);
  }
  return { source, placeOf: (at) => places[at] ?? text.length };
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

function matchAt(source: string, at: number, names: readonly FoldedName[]): UnclearMention | null {
  const matches = names.flatMap((bot) => {
    const length = longestPrefix(source, at + 1, bot);
    return length === 0 ? [] : [{ bot_id: bot.bot_id, length, isWhole: length === bot.name.length }];
  });
  const longest = Math.max(0, ...matches.map((m) => m.length));
  const best = matches.filter((m) => m.length === longest);
  // A bot called just that is meant before one whose longer name begins so.
  const meant = best.some((m) => m.isWhole) ? best.filter((m) => m.isWhole) : best;
  return longest === 0 ? null : { bot_ids: meant.map((m) => m.bot_id), start: at, end: at + 1 + longest };
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

/** The sign of a Japanese keyboard means the same. */
const fold = (text: string): string => text.normalize("NFC").toLowerCase().replaceAll("＠", "@");
