import type { Segment } from "../../../shared/fields/search.ts";
import { isSpaceless, isUnfinished, type SearchTerms } from "./read-query.ts";

/** UTF-16 units of an excerpt, and of what it shows before the first hit. Chosen: two lines on a phone. */
const EXCERPT_CHARS = 240;
const LEAD_CHARS = 60;
/** How far into a text hits are looked for: folding costs, and a hit further in is found all the same. */
const MAX_FOLDED = 20_000;

/** A text without case and diacritics, and where each of its UTF-16 units comes from. The last entry is the end. */
interface Folded {
  readonly text: string;
  readonly from: readonly number[];
}

function fold(text: string): Folded {
  const folded: string[] = [];
  const from: number[] = [];
  let at = 0;
  for (const char of text.slice(0, MAX_FOLDED)) {
    const plain = char < "\u0080" ? char.toLowerCase() : char.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    folded.push(plain);
    for (let unit = 0; unit < plain.length; unit += 1) from.push(at);
    at += char.length;
  }
  from.push(at);
  return { text: folded.join(""), from };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const isWordChar = (char: string): boolean => /[\p{L}\p{N}]/u.test(char) && !isSpaceless(char);
/** The code points before and after a place, "" at the ends. */
const before = (text: string, at: number): string =>
  at === 0 ? "" : ([...text.slice(Math.max(0, at - 2), at)].at(-1) ?? "");
const after = (text: string, at: number): string =>
  at >= text.length ? "" : String.fromCodePoint(text.codePointAt(at) ?? 32);

/** Where `word` stands: as a word, or the beginning of one where `isPrefix`; anywhere in scripts without spaces. */
function* placesOf({ text }: Folded, word: string, isPrefix: boolean): Generator<Span> {
  const anywhere = isSpaceless(word);
  for (let start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + word.length)) {
    const end = start + word.length;
    const isWhole = !isWordChar(before(text, start)) && (isPrefix || !isWordChar(after(text, end)));
    if (anywhere || isWhole) yield { start, end };
  }
}

/** All places of all words in order, none over another. */
function hitsIn(folded: Folded, words: readonly string[]): Span[] {
  const plain = words.map((word) => fold(word).text).filter((word) => word !== "");
  const spans = plain.flatMap((word, at) => [...placesOf(folded, word, at === plain.length - 1 && isUnfinished(word))]);
  const origin = (at: number): number => folded.from[at] ?? 0;
  return spans
    .map(({ start, end }) => ({ start: origin(start), end: origin(end) }))
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter((span, at, all) => all.slice(0, at).every((earlier) => earlier.end <= span.start));
}

/** A place not in the middle of a surrogate pair. */
const whole = (text: string, at: number): number => (/[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at);

/** The part of `text` around its first hit, cut into pieces that are hits and pieces that are not. */
function cut(text: string, hits: readonly Span[]): Segment[] {
  const start = whole(text, Math.max(0, (hits[0]?.start ?? 0) - LEAD_CHARS));
  const end = whole(text, Math.min(text.length, start + EXCERPT_CHARS));
  const segments: Segment[] = [];
  let at = start;
  const push = (to: number, hit: boolean): void => {
    if (to > at) segments.push({ text: text.slice(at, to), hit });
    at = Math.max(at, to);
  };
  for (const span of hits.filter((each) => each.start < end)) {
    push(span.start, false);
    push(Math.min(span.end, end), true);
  }
  push(end, false);
  const dots = { text: "…", hit: false };
  return [...(start > 0 ? [dots] : []), ...segments, ...(end < text.length ? [dots] : [])];
}

/**
 * What of `texts` to show: of the first that has a hit in it, the part around that hit; without any hit the beginning of
 * the first. The pieces in order are plain text; nothing in them is markup.
 */
export function excerptOf(texts: readonly string[], { words, scanFor }: SearchTerms): Segment[] {
  const wanted = words.length > 0 ? words : (scanFor ?? []);
  for (const text of texts) {
    const hits = hitsIn(fold(text), wanted);
    if (hits.length > 0) return cut(text, hits);
  }
  return cut(texts[0] ?? "", []);
}
