import { RE2JS } from "re2js";
import { shapeOf } from "./regex-shape.ts";
import { type RegexToken, tokeniseRegex } from "./regex-tokens.ts";

/** Longest pattern a person may write, UTF-16 units (reliability.md S-17). */
export const MAX_PATTERN_CHARS = 256;
/** Largest compiled pattern, instructions. Chosen: a 256-character alternation fits, `(.{0,100}a){9}` does not. */
export const MAX_PROGRAM_SIZE = 1_000;
/** Not even compiled beyond this estimate, which is up to four times too high. Keeps compiling in the milliseconds. */
const MAX_ESTIMATED_SIZE = 4 * MAX_PROGRAM_SIZE;
/** How much of a text a pattern reads: its last so many units (reliability.md S-17). */
export const MAX_REGEX_SCAN_CHARS = 8_000;
/**
 * Instructions × characters one pattern may spend on one text. The engine needs about 20–40 ns for each, measured
 * with hostile patterns, which keeps a pattern below 20 ms; larger patterns read fewer characters.
 */
export const MAX_REGEX_WORK = 400_000;
/** Places reported per pattern and text. */
const MOST_MATCHES = 8;

/** Why a pattern cannot be used, in words for the person who wrote it. */
export interface RegexProblem {
  /** The offending piece as written, such as `(?=`. */
  readonly construct: string;
  /** UTF-16 offset of it in the pattern's normalisation form C. */
  readonly position: number;
  readonly message: string;
}

/** A pattern ready to run. */
export interface RegexProgram {
  /** See {@link RegexShape}: a case-folded text without any of these cannot match. */
  readonly needs: readonly string[] | null;
  /**
   * Where the pattern matches in `text`: at most eight ranges, ascending. Reads the last
   * {@link MAX_REGEX_SCAN_CHARS} units, fewer for large patterns; bounded by {@link MAX_REGEX_WORK}; never throws.
   */
  find(text: string): readonly (readonly [start: number, end: number])[];
}

/** What a regex key says: `/pattern/flags`, or the whole key as pattern. */
export interface RegexSource {
  readonly pattern: string;
  readonly flags: string;
  /** Where the pattern begins in the key. */
  readonly offset: number;
}

const SLASHED = /^\/((?:[^\\/]|\\[\s\S])+)\/([a-z]*)$/;
const KNOWN_FLAGS = /^[dgimsuvy]*$/;
const UNICODE_ESCAPE = /\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|[\s\S])/g;

/** Reads a key as `/pattern/flags` where it has that form with flags JavaScript knows, else as a bare pattern. */
export function readRegexKey(keyword: string, flagsOfBare: string): RegexSource {
  const [, pattern, flags] = SLASHED.exec(keyword) ?? [];
  if (pattern === undefined || flags === undefined || !KNOWN_FLAGS.test(flags))
    return { pattern: keyword, flags: flagsOfBare, offset: 0 };
  return { pattern, flags, offset: 1 };
}

/** Group heads and repetitions the linear-time engine has no meaning for. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ["(?=", "look-ahead"],
  ["(?!", "negative look-ahead"],
  ["(?<=", "look-behind"],
  ["(?<!", "negative look-behind"],
  ["(?>", "an atomic group"],
  ["(?(", "a conditional group"],
  ["(?#", "a comment group"],
]);

function refusedName(token: RegexToken): string | null {
  if (token.kind === "backreference") return "a back-reference";
  if (token.kind === "repeat" && token.text.length > 1 && token.text.endsWith("+")) return "a possessive repetition";
  return token.kind === "open" ? (REFUSED.get(token.text) ?? null) : null;
}

function problem(construct: string, position: number, why: string): RegexProblem {
  return { construct, position, message: `${construct} at position ${position}: ${why}` };
}

function tooLarge(pattern: string, tokens: readonly RegexToken[]): RegexProblem {
  const counted = tokens.find((token) => token.kind === "repeat" && token.text.startsWith("{"));
  const construct = counted?.text ?? pattern;
  return problem(construct, counted?.at ?? 0, "the pattern is too large once its repetitions are written out");
}

const sentences: readonly (readonly [fragment: string, sentence: string])[] = [
  ["missing closing )", "a bracket is opened and not closed"],
  ["unexpected )", "a bracket is closed that was not opened"],
  ["missing closing ]", "a character class is opened and not closed"],
  ["missing argument to repetition", "there is nothing to repeat"],
  ["invalid repeat count", "this repetition is not possible; at most 1000 are"],
  ["invalid nested repetition", "a repetition cannot be repeated directly"],
  ["invalid escape", "this escape is not known"],
  ["trailing backslash", "a backslash ends the pattern"],
  ["invalid character class range", "this character range is not possible"],
  ["invalid named capture", "this group name is not possible"],
];

/** Turns the engine's complaint into ours: it quotes the offending piece between backticks. */
function fromEngine(pattern: string, error: unknown): RegexProblem {
  const said = error instanceof Error ? error.message : "";
  const quoted = /`([\s\S]*)`/.exec(said)?.[1]?.replace(/^(?:\(\?[ims]\))+/, "") ?? "";
  const found = quoted === "" ? -1 : pattern.indexOf(quoted);
  const construct = found < 0 ? pattern : quoted;
  const why = sentences.find(([fragment]) => said.includes(fragment))?.[1] ?? "the pattern cannot be understood";
  return problem(construct, Math.max(0, found), why);
}

/** JavaScript's `\u0041` and `\u{41}` in the engine's spelling. */
const toEngine = (pattern: string): string =>
  pattern.replace(UNICODE_ESCAPE, (written, braced?: string, four?: string) => {
    const point = braced ?? four;
    return point === undefined ? written : `\\x{${point}}`;
  });

function engineFlags(flags: string): number {
  let bits = 0;
  if (flags.includes("i")) bits |= RE2JS.CASE_INSENSITIVE;
  if (flags.includes("s")) bits |= RE2JS.DOTALL;
  if (flags.includes("m")) bits |= RE2JS.MULTILINE;
  return bits;
}

/** What is wrong with a pattern before the engine sees it. */
function refuse(pattern: string, flags: string, tokens: readonly RegexToken[], maxChars: number): RegexProblem | null {
  if (!KNOWN_FLAGS.test(flags)) return problem(flags, 0, "these flags are not known; i, m and s are");
  if (pattern === "") return problem(pattern, 0, "the pattern is empty");
  if (pattern.length > maxChars)
    return problem(pattern.slice(maxChars, maxChars + 8), maxChars, `a pattern has at most ${maxChars} characters`);
  for (const token of tokens) {
    const name = refusedName(token);
    if (name !== null) return problem(token.text, token.at, `${name} is not supported by the linear-time engine`);
  }
  return null;
}

/** Runs a compiled pattern within its bounds. */
function run(engine: RE2JS, text: string): readonly (readonly [number, number])[] {
  const size = Math.max(1, engine.programSize());
  const offset = Math.max(0, text.length - Math.min(MAX_REGEX_SCAN_CHARS, Math.floor(MAX_REGEX_WORK / size)));
  const scanned = offset === 0 ? text : text.slice(offset);
  const found: (readonly [number, number])[] = [];
  const matcher = engine.matcher(scanned);
  let work = MAX_REGEX_WORK;
  while (work > 0 && found.length < MOST_MATCHES && matcher.find()) {
    found.push([offset + matcher.start(), offset + matcher.end()]);
    work -= size * Math.max(1, scanned.length - matcher.end());
  }
  return found;
}

/**
 * Compiles a pattern on the linear-time engine, the only one a person's pattern ever meets.
 *
 * @param flags JavaScript's; `i`, `m` and `s` mean something, the others nothing.
 * @param maxChars Longest pattern; longer than what may be saved only once names have been put into it.
 * @returns The program, or the first problem. Never throws; at most a few milliseconds.
 */
export function compileRegex(
  pattern: string,
  flags: string,
  maxChars: number = MAX_PATTERN_CHARS,
): { readonly program: RegexProgram } | { readonly problem: RegexProblem } {
  const normal = pattern.normalize("NFC");
  const tokens = tokeniseRegex(normal.slice(0, maxChars + 1));
  const refused = refuse(normal, flags, tokens, maxChars);
  if (refused !== null) return { problem: refused };
  const shape = shapeOf(tokens);
  if (shape.size > MAX_ESTIMATED_SIZE) return { problem: tooLarge(normal, tokens) };
  try {
    const engine = RE2JS.compile(toEngine(normal), engineFlags(flags));
    if (engine.programSize() > MAX_PROGRAM_SIZE) return { problem: tooLarge(normal, tokens) };
    return { program: { needs: shape.needs, find: (text) => run(engine, text) } };
  } catch (error) {
    return { problem: fromEngine(normal, error) };
  }
}

/** What a person must change before this pattern can be saved; null when nothing. */
export function describeRegexProblem(pattern: string, flags: string): RegexProblem | null {
  const compiled = compileRegex(pattern, flags);
  return "problem" in compiled ? compiled.problem : null;
}

/** A text as a pattern that matches just it. */
export const quoteRegex = (text: string): string => RE2JS.quote(text);
