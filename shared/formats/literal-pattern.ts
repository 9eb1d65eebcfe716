import type { RegexKey } from "./regex-key.ts";

/** Characters that touch a whole word's edge: letters, marks, digits, `_` (activation.md §5). */
const WORD = /[\p{L}\p{M}\p{Nd}_]/u;
/** Scripts written without spaces, and Hangul with its attached particles: no word edges there (activation.md §5). */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Hangul}]/u;
const NOT_WORD = "[^\\p{L}\\p{M}\\p{Nd}_]";
const MACRO = /(\{\{[^{}]*\}\})/;

export interface LiteralRules {
  readonly isCaseSensitive: boolean;
  readonly isWholeWord: boolean;
}

/**
 * A regular expression that matches what the plain key matches, for entries that mix plain keys with regular
 * expressions. Macros stay as they are, since they are resolved before the pattern is compiled.
 */
export function literalPattern(key: string, { isCaseSensitive, isWholeWord }: LiteralRules): RegexKey {
  const text = key.normalize("NFC");
  const escaped = text
    .split(MACRO)
    .map((part, index) => (index % 2 ? part : part.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")))
    .join("");
  const pattern = isWholeWord ? withEdges(text, escaped) : escaped;
  return { pattern, flags: isCaseSensitive ? "" : "i" };
}

function withEdges(text: string, escaped: string): string {
  const letters = [...text];
  const before = needsEdge(letters[0]) ? `(?:^|${NOT_WORD})` : "";
  const after = needsEdge(letters.at(-1)) ? `(?:$|${NOT_WORD})` : "";
  return before + escaped + after;
}

const needsEdge = (letter: string | undefined): boolean =>
  letter !== undefined && WORD.test(letter) && !UNSPACED.test(letter);

/** Written back as a key. Slashes of the pattern are escaped, so `parseRegexKey` reads it again. */
export const writeRegexKey = ({ pattern, flags }: RegexKey): string => `/${pattern.replaceAll("/", "\\/")}/${flags}`;
