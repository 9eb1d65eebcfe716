import { RE2JS } from "re2js";

/** Longest pattern that may run, UTF-16 units (reliability S-17). */
const MAX_REGEX_LENGTH = 256;
/** Largest program one pattern may compile to, instructions: what the lore engine agrees to run. */
const MAX_PROGRAM = 1_000;
/** Most different patterns of one import that are tried, and most instructions all of them may compile to (S-17). */
const MAX_REGEXES = 1_000;
const MAX_ALL_PROGRAMS = 200_000;

export interface RegexKey {
  readonly pattern: string;
  /** Of `gimsuy`, as written. */
  readonly flags: string;
}

/**
 * Reads a key written `/pattern/flags`; null when it is plain text. As in the books this comes from: the whole key has
 * that form, no slash inside stands unescaped, and only the first `\/` is turned into `/`.
 */
export function parseRegexKey(key: string): RegexKey | null {
  const end = key.lastIndexOf("/");
  if (!key.startsWith("/") || end < 2) return null;
  const [pattern, flags] = [key.slice(1, end), key.slice(end + 1)];
  if (!/^[gimsuy]*$/.test(flags) || /(?:^|[^\\])(?:\\\\)*\//.test(pattern)) return null;
  return { pattern: pattern.replace("\\/", "/"), flags };
}

/** Says why a pattern can never run here, or null when it can. */
export type JudgeRegex = (key: RegexKey) => string | null;

/**
 * A judge for one import. It remembers what it has tried, and stops trying when the patterns of the file together
 * have become too many or too large: those left over count as unable to run. It compiles and never matches.
 */
export function createRegexJudge(): JudgeRegex {
  const verdicts = new Map<string, string | null>();
  let program = 0;
  return ({ pattern, flags }) => {
    const spelled = `${flags}/${pattern}`;
    const known = verdicts.get(spelled);
    if (known !== undefined) return known;
    if (verdicts.size >= MAX_REGEXES || program > MAX_ALL_PROGRAMS)
      return `the file has more regular expressions than can be checked (${MAX_REGEXES})`;
    const { problem, size } = compile(pattern, flags);
    verdicts.set(spelled, problem);
    program += size;
    return problem;
  };
}

function compile(pattern: string, flags: string): { problem: string | null; size: number } {
  if (pattern.length > MAX_REGEX_LENGTH)
    return { problem: `it is longer than ${MAX_REGEX_LENGTH} characters`, size: 0 };
  if (flags.includes("y")) return { problem: "the flag y (only at the start of the text) is not supported", size: 0 };
  const construct = findUnsupported(pattern);
  if (construct) return { problem: construct, size: 0 };
  try {
    const size = RE2JS.compile(RE2JS.translateRegExp(pattern), re2Flags(flags)).programSize();
    return { problem: size > MAX_PROGRAM ? "it is too large once its repetitions are written out" : null, size };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : "it can not be compiled", size: 0 };
  }
}

const re2Flags = (flags: string): number =>
  (flags.includes("i") ? RE2JS.CASE_INSENSITIVE : 0) |
  (flags.includes("m") ? RE2JS.MULTILINE : 0) |
  (flags.includes("s") ? RE2JS.DOTALL : 0);

const UNSUPPORTED = [
  { starts: ["(?=", "(?!"], name: "look-ahead" },
  { starts: ["(?<=", "(?<!"], name: "look-behind" },
  { starts: ["(?>"], name: "an atomic group" },
  { starts: ["\\k<", "\\1", "\\2", "\\3", "\\4", "\\5", "\\6", "\\7", "\\8", "\\9"], name: "a back-reference" },
] as const;

/** Names the first construct that only a backtracking engine can run, and where: "look-ahead ((?=) at character 4 …". */
function findUnsupported(pattern: string): string | null {
  let isInClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const hit = isInClass ? undefined : unsupportedAt(pattern, at);
    if (hit) return `${hit} at character ${at + 1} is not supported, because it can take for ever to match`;
    const character = pattern[at];
    if (character === "\\") at += 1;
    else if (character === "[") isInClass = true;
    else if (character === "]") isInClass = false;
  }
  return null;
}

function unsupportedAt(pattern: string, at: number): string | undefined {
  for (const { starts, name } of UNSUPPORTED) {
    const start = starts.find((text) => pattern.startsWith(text, at));
    if (start) return `${name} (${start})`;
  }
  return undefined;
}
