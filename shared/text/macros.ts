import { hash32, mix32 } from "./string-hash.ts";

/**
 * Longest text macros may produce, UTF-16 units (reliability.md S-16). A text that is longer as it stands is kept
 * whole, but macros then add nothing to it.
 */
export const MAX_MACRO_OUTPUT = 64 * 1024;

/** What the macros of a text stand for. */
export interface MacroContext {
  /** `{{char}}`, `{{bot}}`, `<BOT>`: the speaking bot's name. */
  readonly char: string;
  /** `{{user}}`, `<USER>`: the active persona's name, or what the person is called without one. */
  readonly user: string;
  /** Texts of `{{description}}` and so on; those left out stay unresolved, `{{persona}}` then means the name. */
  readonly fields?: {
    readonly description?: string;
    readonly personality?: string;
    readonly persona?: string;
    readonly scenario?: string;
  };
  /** Decides `{{random}}` and `{{roll}}`; another seed, other dice. */
  readonly seed?: string;
  /** Decides `{{pick}}`: something that lasts as long as the choice should, such as the conversation's id. */
  readonly stableSeed?: string;
  /** Now, ISO 8601 UTC, for `{{date}}` and `{{time}}`; without it they stay unresolved. */
  readonly now?: string;
}

/** Names only, for the keys of lore. */
export interface MacroNames {
  readonly char: string;
  readonly user: string;
}

const MACRO = /\{\{([^{}]*)\}\}|<(bot|user)>/gi;
const NAME_MACRO = /\{\{\s*(char|bot|user|persona)\s*\}\}|<(bot|user)>/gi;
const CALL = /^\s*([a-z_]+)\s*(?:::?|\s|$)([\s\S]*)$/i;
const DICE = /^(\d{0,2})d(\d{1,4})([+-]\d{1,4})?$/i;

/** What a macro gives: a text, `null` = not ours, leave it as written. */
type Expand = (argument: string, context: MacroContext, place: number) => string | null;

const EXPANDERS: ReadonlyMap<string, Expand> = new Map<string, Expand>([
  ["char", (_, c) => c.char],
  ["bot", (_, c) => c.char],
  ["user", (_, c) => c.user],
  ["persona", (_, c) => c.fields?.persona ?? c.user],
  ["description", (_, c) => c.fields?.description ?? null],
  ["personality", (_, c) => c.fields?.personality ?? null],
  ["scenario", (_, c) => c.fields?.scenario ?? null],
  ["newline", () => "\n"],
  ["comment", () => ""],
  ["random", (arg, c, place) => choose(arg, hash32(`${c.seed ?? ""}\u0000random\u0000${place}\u0000${arg}`))],
  ["pick", (arg, c, place) => choose(arg, hash32(`${c.stableSeed ?? ""}\u0000pick\u0000${place}\u0000${arg}`))],
  ["roll", (arg, c, place) => rollDice(arg, hash32(`${c.seed ?? ""}\u0000roll\u0000${place}\u0000${arg}`))],
  ["date", (_, c) => c.now?.slice(0, 10) ?? null],
  ["isodate", (_, c) => c.now?.slice(0, 10) ?? null],
  ["time", (_, c) => c.now?.slice(11, 16) ?? null],
  ["isotime", (_, c) => c.now?.slice(11, 16) ?? null],
]);

/** One of `a::b::c`, or of `a,b,c` where no `::` stands. */
function choose(argument: string, dice: number): string {
  const options = argument.includes("::") ? argument.split("::") : argument.split(",");
  return (options[dice % options.length] ?? "").trim();
}

/** The sum of `2d6+1`; a lone number is one die of that many sides. Not dice: `null`. */
function rollDice(argument: string, seed: number): string | null {
  const spec = argument.trim();
  const parts = DICE.exec(/^\d{1,4}$/.test(spec) ? `1d${spec}` : spec);
  if (parts === null) return null;
  const count = parts[1] === "" ? 1 : Number(parts[1]);
  const sides = Number(parts[2]);
  if (count < 1 || sides < 1) return null;
  let sum = Number(parts[3] ?? 0);
  for (let i = 0; i < count; i++) sum += (mix32(seed + i) % sides) + 1;
  return String(sum);
}

function expand(inner: string, context: MacroContext, place: number): string | null {
  if (inner.trimStart().startsWith("//")) return "";
  const call = CALL.exec(inner);
  const name = call?.[1]?.toLowerCase() ?? "";
  return EXPANDERS.get(name)?.(call?.[2] ?? "", context, place) ?? null;
}

const isTrim = (inner: string): boolean => inner.trim().toLowerCase() === "trim";
const isLineBreak = (unit: string | undefined): boolean => unit === "\n" || unit === "\r";

/** Drops the line breaks at the end of what has been written so far. */
function dropTrailingBreaks(pieces: string[]): void {
  for (let last = pieces.pop(); last !== undefined; last = pieces.pop()) {
    let end = last.length;
    while (end > 0 && isLineBreak(last[end - 1])) end--;
    if (end === 0) continue;
    pieces.push(last.slice(0, end));
    return;
  }
}

function skipBreaks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isLineBreak(text[at])) at++;
  return at;
}

/**
 * `text` with its macros replaced, once: what a macro inserts is never read again, so a name or a description that
 * contains `{{…}}` is only text. Names match in any case. Unknown macros, and those the context has no value for,
 * stay as written. `{{trim}}` removes the line breaks around it, `{{// …}}` and `{{comment: …}}` vanish.
 *
 * @returns At most the longer of `text` and {@link MAX_MACRO_OUTPUT}; a macro that would exceed it stays as written.
 *   Deterministic by the context's seeds; linear in the text and the output; never throws.
 */
export function resolveMacros(text: string, context: MacroContext): string {
  let room = Math.max(0, MAX_MACRO_OUTPUT - text.length);
  const pieces: string[] = [];
  let at = 0;
  for (const match of text.matchAll(MACRO)) {
    const inner = match[1] ?? match[2] ?? "";
    pieces.push(text.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[1] !== undefined && isTrim(inner)) {
      dropTrailingBreaks(pieces);
      at = skipBreaks(text, at);
      continue;
    }
    const value = expand(inner, context, match.index);
    const growth = (value ?? match[0]).length - match[0].length;
    const fits = growth <= room;
    pieces.push(fits && value !== null ? value : match[0]);
    if (fits) room -= Math.max(0, growth);
  }
  return pieces.join("") + text.slice(at);
}

/** Whether {@link resolveMacros} may change `text`. */
export const hasMacros = (text: string): boolean => text.search(MACRO) >= 0;

/** Whether {@link resolveNames} would change `text` for some names. */
export const hasNameMacro = (text: string): boolean => text.search(NAME_MACRO) >= 0;

/**
 * `text` with only the macros of names replaced (`{{char}}`, `{{bot}}`, `{{user}}`, `{{persona}}`, `<BOT>`, `<USER>`),
 * as in the keys of lore. `quote` guards a name that goes into a pattern.
 */
export function resolveNames(
  text: string,
  names: MacroNames,
  quote: (name: string) => string = (name) => name,
): string {
  return text.replace(NAME_MACRO, (_, braced: string | undefined, angled: string | undefined) => {
    const macro = (braced ?? angled ?? "").toLowerCase();
    return quote(macro === "char" || macro === "bot" ? names.char : names.user);
  });
}
