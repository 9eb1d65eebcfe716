/** Most words of a query that count. Chosen: nobody types more, and each costs. */
const MAX_WORDS = 12;
/** Fewest characters that the trigram index finds anything by. */
const TRIGRAM = 3;

/** Scripts that put no space between words; the migration that made `search_trigrams` names the same. */
const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Myanmar}\p{Script=Khmer}]/u;

/** Whether the last word of a query may be the beginning of a longer one. */
export const isUnfinished = (last: string): boolean => [...last].length > 1;

/** Whether a word of `text` may stand between others without a space. */
export const isSpaceless = (text: string): boolean => SPACELESS.test(text);

/** What is looked for, in every way there is to look for it. All of a query's words have to be in a text. */
export interface SearchTerms {
  /** Lower-case, in order, each once; empty for a query of signs alone. The last may be the beginning of a longer one. */
  readonly words: readonly string[];
  /** Expression for the index of words, or null for a query without any. */
  readonly wordMatch: string | null;
  /** Expression for the index of trigrams: the words long enough for it, or null. */
  readonly trigramMatch: string | null;
  /** Words too short for the trigrams, to be found in the texts themselves. */
  readonly short: readonly string[];
  /**
   * What neither index can find and a text has to hold literally: short words of scripts without spaces, and signs. Null
   * where an index does.
   */
  readonly scanFor: readonly string[] | null;
}

/**
 * Reads what a person typed. Nothing of it reaches an index as syntax: words are letters, digits and marks only, and
 * each goes in quoted.
 */
export function readQuery(query: string): SearchTerms {
  const found =
    query
      .normalize("NFC")
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const words = [...new Set(found.filter((word) => /[\p{L}\p{N}]/u.test(word)))].slice(0, MAX_WORDS);
  const long = words.filter((word) => [...word].length >= TRIGRAM);
  const needsScan = words.length === 0 || (long.length === 0 && words.some(isSpaceless));
  return {
    words,
    wordMatch: words.length === 0 ? null : words.map(quoted).join(" AND ") + unfinished(words.at(-1) ?? ""),
    trigramMatch: long.length === 0 ? null : long.map(quoted).join(" AND "),
    short: words.filter((word) => !long.includes(word)),
    scanFor: needsScan ? literal(words, query) : null,
  };
}

/** One letter begins too many words to be the beginning of one. */
const unfinished = (last: string): string => (isUnfinished(last) ? " *" : "");
const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"`;

const literal = (words: readonly string[], query: string): readonly string[] =>
  words.length > 0 ? words : [query.trim().toLowerCase()];
