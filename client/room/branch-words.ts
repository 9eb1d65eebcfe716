const names = new Intl.ListFormat(undefined, { type: "conjunction" });
/** Most people named; the rest is a number. */
const MOST_NAMES = 2;

/** Who else is on the path. "Ben and Ivy share what was said after it." */
export function othersWords(others: readonly string[]): string {
  const more = others.length - MOST_NAMES;
  const who = more > 0 ? [...others.slice(0, MOST_NAMES), more === 1 ? "1 other" : `${more} others`] : others;
  return `${names.format(who)} ${others.length === 1 ? "shares" : "share"} what was said after it.`;
}
