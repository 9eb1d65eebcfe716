/** Longest details of a failure, UTF-16 units. Chosen: a paragraph. */
const MAX_DETAILS = 500;
const HIDDEN = "[…]";

/** What looks like a secret wherever it stands: bearer tokens, keys with a known beginning, web tokens, long tokens. */
const PATTERNS: readonly RegExp[] = [
  /\b(?:bearer|basic)\s+[\w.~+/=*-]{6,}/giu,
  /\b(?:sk|pk|rk|gsk|xai|or|hf|key|api|token)[-_][\w*.-]{6,}/giu,
  /\bAIza[\w-]{20,}/gu,
  /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/gu,
  /\b(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{24,}\b/giu,
  /(?<=:\/\/)[^\s/@]+@/gu,
  /(?<=[?&][\w-]{1,40}=)[^\s&#"']+/gu,
  /[\w.+-]+@[\w-]+\.[\w.-]+/gu,
];
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]+/gu;

/**
 * A provider's own words as they may be shown: on one line, cut, without the key in use or anything that looks like a
 * key, a token, an address of a person or a parameter of a URL.
 *
 * @param secrets What must not stand there in any case, such as the key of the request.
 */
export function redacted(text: string, secrets: readonly string[]): string {
  const flat = text.slice(0, 4 * MAX_DETAILS).replace(CONTROLS, " ");
  const known = secrets.filter((secret) => secret !== "").reduce((all, secret) => all.replaceAll(secret, HIDDEN), flat);
  const hidden = PATTERNS.reduce((all, pattern) => all.replace(pattern, HIDDEN), known).trim();
  return hidden.length > MAX_DETAILS ? `${hidden.slice(0, MAX_DETAILS - 1)}…` : hidden;
}
