/**
 * A text made comparable, with the way back: unit `i` of `text` came from `[starts[i], ends[i])` of the original.
 * `starts` and `ends` are null where every unit kept its place, which is nearly always.
 */
export interface MappedText {
  readonly text: string;
  readonly starts: Uint32Array | null;
  readonly ends: Uint32Array | null;
}

/** A starter with everything that may compose with it: marks, vowels and finals of decomposed Hangul, Kirat Rai vowels. */
const COMPOSING = /[\s\S][\p{M}\u1160-\u11ff\ud7b0-\ud7ff\u{16d63}-\u{16d6a}]*/gu;

/** Code points below this are folded through a table; above it only a few blocks have case at all. */
const TABLE_END = 0x2e80;
const table: (string | undefined)[] = new Array(TABLE_END);

/** Blocks above the table in which no character has case, the bulk of what is written in East Asia. */
const isCaseless = (point: number): boolean =>
  (point >= TABLE_END && point < 0xa640) || (point >= 0xac00 && point < 0xfb00);

/**
 * One code point without its case: full case folding as Unicode has it (ß → ss, ς → σ, K → k), whatever the
 * locale and the neighbours. Turkish dotless ı keeps to itself, as the standard says.
 */
function foldPoint(point: number): string {
  if (isCaseless(point) || point === 0x131) return String.fromCodePoint(point);
  if (point >= TABLE_END) return caseless(String.fromCodePoint(point));
  const folded = table[point] ?? caseless(String.fromCodePoint(point));
  table[point] = folded;
  return folded;
}

/** Lower, upper, lower: the first step catches ẞ, the second one-way letters such as ſ and ς. */
const caseless = (text: string): string => text.toLowerCase().toUpperCase().toLowerCase();

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** Collects pieces of a new text together with the range of the old one each came from. */
class Mapping {
  #text = "";
  #length = 0;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** `piece` stands for `[start, end)`; where it is as long as that, unit answers to unit. */
  add(piece: string, start: number, end: number): void {
    const isSameLength = piece.length === end - start;
    for (let i = 0; i < piece.length; i++) {
      this.#starts.push(isSameLength ? start + i : start);
      this.#ends.push(isSameLength ? start + i + 1 : end);
    }
    this.#text += piece;
    this.#length += piece.length;
  }

  done(): MappedText {
    return {
      text: this.#text,
      starts: Uint32Array.from(this.#starts),
      ends: Uint32Array.from(this.#ends),
    };
  }
}

/** `raw` in normalisation form C. Linear; the common case (already so) costs one comparison. */
export function normalise(raw: string): MappedText {
  if (raw.normalize("NFC") === raw) return { text: raw, starts: null, ends: null };
  const mapping = new Mapping();
  for (const match of raw.matchAll(COMPOSING)) {
    const piece = match[0];
    mapping.add(piece.normalize("NFC"), match.index, match.index + piece.length);
  }
  return mapping.done();
}

/** A text without its case, for keys: {@link fold} of {@link normalise} without the way back. */
export function foldKey(raw: string): string {
  const text = raw.normalize("NFC");
  if (isAscii(text)) return text.toLowerCase();
  let out = "";
  for (const character of text) out += foldPoint(character.codePointAt(0) ?? 0);
  return out;
}

/** `source` without its case, mapped to the same original. */
export function fold(source: MappedText): MappedText {
  const folded = isAscii(source.text) ? source.text.toLowerCase() : foldPieces(source.text);
  if (typeof folded === "string") return { text: folded, starts: source.starts, ends: source.ends };
  return compose(folded, source);
}

/** The folded text; with a mapping when some piece changed its length. */
function foldPieces(text: string): string | MappedText {
  let out = "";
  let isShifted = false;
  for (const character of text) {
    const piece = foldPoint(character.codePointAt(0) ?? 0);
    isShifted ||= piece.length !== character.length;
    out += piece;
  }
  if (!isShifted) return out;
  const mapping = new Mapping();
  let at = 0;
  for (const character of text) {
    mapping.add(foldPoint(character.codePointAt(0) ?? 0), at, at + character.length);
    at += character.length;
  }
  return mapping.done();
}

/** `inner` maps into `outer.text`; the answer maps into what `outer` came from. */
function compose(inner: MappedText, outer: MappedText): MappedText {
  const { starts, ends } = outer;
  if (starts === null || ends === null) return inner;
  return {
    text: inner.text,
    starts: inner.starts?.map((at) => starts[at] ?? 0) ?? null,
    ends: inner.ends?.map((at) => ends[at - 1] ?? 0) ?? null,
  };
}

/** Where `[from, to)` of the mapped text stands in the original. An empty range answers with an empty range. */
export function originalRange(mapped: MappedText, from: number, to: number): { start: number; end: number } {
  const { starts, ends } = mapped;
  if (starts === null || ends === null) return { start: from, end: to };
  if (to > from) return { start: starts[from] ?? 0, end: ends[to - 1] ?? 0 };
  const at = from < starts.length ? (starts[from] ?? 0) : (ends[ends.length - 1] ?? 0);
  return { start: at, end: at };
}
