import { isParticleTail } from "./hangul-particles.ts";

const WORD = /[\p{L}\p{M}\p{N}_]/u;
/** Scripts written without spaces: an edge there says nothing about words. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** The code point that ends at `at`, as text; "" at the beginning. */
function before(text: string, at: number): string {
  if (at <= 0) return "";
  const low = text.charCodeAt(at - 1);
  const isPair = low >= 0xdc00 && low <= 0xdfff && at >= 2 && (text.charCodeAt(at - 2) & 0xfc00) === 0xd800;
  return text.slice(isPair ? at - 2 : at - 1, at);
}

/** The code point that begins at `at`, as text; "" at the end. */
function after(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? "" : String.fromCodePoint(point);
}

/** Whether a key's edge character and the one beside it belong to one word. */
const touches = (edge: string, neighbour: string): boolean =>
  WORD.test(edge) && WORD.test(neighbour) && !UNSPACED.test(edge) && !UNSPACED.test(neighbour);

/**
 * Whether `[from, to)` of `text` stands as whole words (activation.md §5): an edge that is a letter, mark, digit or
 * `_` must not touch another such character. Edges of punctuation need no boundary (`C++`), nor does anything beside
 * a script written without spaces (龍 in 黒龍), nor a Korean word before its particles (용 in 용이).
 */
export function standsAlone(text: string, from: number, to: number): boolean {
  if (touches(after(text, from), before(text, from))) return false;
  const edge = before(text, to);
  return !touches(edge, after(text, to)) || isParticleTail(text, to, edge);
}
