/** One piece of a pattern, as far as limits, refusals and prefilters need to know it. */
export interface RegexToken {
  /**
   * - `char`: one literal character, in `value`
   * - `set`: one character out of several: a class, a dot, `\d`, `\pL`, a number escape
   * - `assert`: matches no character: `^ $ \b \A`, or a flag group such as `(?i)`
   * - `open`, `close`, `alternate`: a group's ends and `|`
   * - `repeat`: how often the piece before it comes, in `min` and `max` (null = no end)
   * - `backreference`: `\1`, `\k<name>`
   */
  readonly kind: "char" | "set" | "assert" | "open" | "close" | "alternate" | "repeat" | "backreference";
  /** UTF-16 offset in the pattern. */
  readonly at: number;
  /** As written. */
  readonly text: string;
  readonly value?: string;
  readonly min?: number;
  readonly max?: number | null;
}

const COUNTED = /\{(\d+)(,?)(\d*)\}[?+]?/y;
const FLAG_GROUP = /\(\?[a-zA-Z]*-?[a-zA-Z]*\)/y;
/** What makes a group special, up to where its content begins. */
const GROUP_HEAD = /\((?:\?(?:P?<[A-Za-z_]\w*>|<[=!]|[=!>#(]|[a-zA-Z]*-?[a-zA-Z]*:)?)?/y;
const BACKREFERENCE = /\\(?:[1-9]\d?|k[<{'][^>}']*[>}'])/y;
const NUMBER_ESCAPE =
  /\\(?:x\{[^}]*\}|x[0-9a-fA-F]{2}|u\{[^}]*\}|u[0-9a-fA-F]{4}|0[0-7]{0,2}|[pP]\{[^}]*\}|[pP].|c.)/suy;
const CLASS_NAME = /\[:\^?[a-z]+:\]/y;

const CONTROL: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", f: "\f", v: "\v", a: "\u0007" };
const ASSERTIONS = "bBAzZG";

/** The match of a sticky expression at `at`, or null. */
function read(expression: RegExp, pattern: string, at: number): string | null {
  expression.lastIndex = at;
  return expression.exec(pattern)?.[0] ?? null;
}

/** Offset just after the class that opens at `at`; the pattern's end when it never closes. */
function endOfClass(pattern: string, at: number): number {
  let i = at + 1;
  if (pattern[i] === "^") i++;
  if (pattern[i] === "]") i++;
  while (i < pattern.length && pattern[i] !== "]") {
    const name = read(CLASS_NAME, pattern, i);
    if (name !== null) i += name.length;
    else i += pattern[i] === "\\" ? 2 : 1;
  }
  return Math.min(i + 1, pattern.length);
}

function readEscape(pattern: string, at: number): RegexToken {
  const backreference = read(BACKREFERENCE, pattern, at);
  if (backreference !== null) return { kind: "backreference", at, text: backreference };
  const number = read(NUMBER_ESCAPE, pattern, at);
  if (number !== null) return { kind: "set", at, text: number };
  const escaped = String.fromCodePoint(pattern.codePointAt(at + 1) ?? 0x5c);
  const text = pattern.slice(at, at + 1 + escaped.length);
  if (ASSERTIONS.includes(escaped)) return { kind: "assert", at, text };
  const control = CONTROL[escaped];
  if (control !== undefined) return { kind: "char", at, text, value: control };
  return /[A-Za-z]/.test(escaped) ? { kind: "set", at, text } : { kind: "char", at, text, value: escaped };
}

function readRepeat(pattern: string, at: number): RegexToken | null {
  const counted = read(COUNTED, pattern, at);
  if (counted !== null) {
    const [, low = "0", comma, high] = /(\d+)(,?)(\d*)/.exec(counted) ?? [];
    const openEnd = comma === "" ? Number(low) : null;
    return { kind: "repeat", at, text: counted, min: Number(low), max: high ? Number(high) : openEnd };
  }
  const sign = pattern[at];
  if (sign !== "*" && sign !== "+" && sign !== "?") return null;
  const next = pattern[at + 1];
  const text = next === "?" || next === "+" ? sign + next : sign;
  return { kind: "repeat", at, text, min: sign === "+" ? 1 : 0, max: sign === "?" ? 1 : null };
}

function readOpen(pattern: string, at: number): RegexToken {
  const flags = read(FLAG_GROUP, pattern, at);
  if (flags !== null && flags !== "(?)") return { kind: "assert", at, text: flags };
  return { kind: "open", at, text: read(GROUP_HEAD, pattern, at) ?? "(" };
}

/** `\Q…\E`: everything between is literal. */
function readQuoted(pattern: string, at: number, tokens: RegexToken[]): number {
  const end = pattern.indexOf("\\E", at + 2);
  const content = pattern.slice(at + 2, end < 0 ? pattern.length : end);
  let offset = at + 2;
  for (const value of content) {
    tokens.push({ kind: "char", at: offset, text: value, value });
    offset += value.length;
  }
  return end < 0 ? pattern.length : end + 2;
}

function readOne(pattern: string, at: number): RegexToken {
  const unit = pattern[at] ?? "";
  if (unit === "\\") return readEscape(pattern, at);
  if (unit === "[") return { kind: "set", at, text: pattern.slice(at, endOfClass(pattern, at)) };
  if (unit === "(") return readOpen(pattern, at);
  if (unit === ")") return { kind: "close", at, text: unit };
  if (unit === "|") return { kind: "alternate", at, text: unit };
  if (unit === "^" || unit === "$") return { kind: "assert", at, text: unit };
  if (unit === ".") return { kind: "set", at, text: unit };
  const value = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
  return readRepeat(pattern, at) ?? { kind: "char", at, text: value, value };
}

/** Splits a pattern into its pieces. Total: what no syntax knows becomes literal characters. Linear; never throws. */
export function tokeniseRegex(pattern: string): readonly RegexToken[] {
  const tokens: RegexToken[] = [];
  let at = 0;
  while (at < pattern.length) {
    if (pattern.startsWith("\\Q", at)) {
      at = readQuoted(pattern, at, tokens);
      continue;
    }
    const token = readOne(pattern, at);
    tokens.push(token);
    at += Math.max(1, token.text.length);
  }
  return tokens;
}
