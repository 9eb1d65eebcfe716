import reserved from "./reserved.json" with { type: "json" };

/** Characters of a username (ux.md §2.3); three at least leaves every two-letter language code free. */
export const MIN_USERNAME = 3;
export const MAX_USERNAME = 50;

/**
 * First path segments no one may take: routes, infrastructure, words of authority, what the product may yet become, its
 * brand, ISO 639-1 and 639-2 language codes. The three-letter codes of 639-3 alone stay free: they are eight thousand
 * short names that no address uses.
 */
const RESERVED: ReadonlySet<string> = new Set([...reserved.names, ...reserved.language_codes]);

/** Why a name cannot be taken, in words for a person; null when it can (uniqueness apart). */
export type NameProblem = string | null;

/** Whether `segment` is, or is easily mistaken for, a reserved first path segment. */
export function isReserved(segment: string): boolean {
  const folded = foldName(segment);
  return RESERVED.has(folded) || RESERVED_KEYS.has(nameKey(folded));
}

/** The text compared and stored: NFKC, lower-case, without trailing dots and surrounding space. */
export const foldName = (text: string): string =>
  text.normalize("NFKC").toLowerCase().normalize("NFKC").trim().replace(/\.+$/, "");

/**
 * `name` with look-alikes folded together; two names with one key are the same name to the eye.
 * @param name A folded name.
 */
export const nameKey = (name: string): string =>
  name
    .replaceAll("_", "-")
    .replaceAll("0", "o")
    .replaceAll(/[1i]/g, "l")
    .replaceAll("5", "s")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w");

const RESERVED_KEYS: ReadonlySet<string> = new Set(reserved.names.map(nameKey));

/** Whether `name` (folded) keeps to the alphabet: a-z 0-9 _ -, begins and ends with a letter or digit, no two separators together. */
const isWellFormed = (name: string): boolean => /^[a-z0-9]+(?:[_-][a-z0-9]+)*$/.test(name);

/** What is wrong with `name` (folded) as a username. */
export function usernameProblem(name: string): NameProblem {
  if (name.length < MIN_USERNAME || name.length > MAX_USERNAME)
    return `has to have ${MIN_USERNAME} to ${MAX_USERNAME} characters`;
  if (!isWellFormed(name)) return "may have a-z, 0-9, and single _ or - between them";
  if (isReserved(name)) return "is reserved";
  return null;
}

/** What is wrong with `slug` (folded) as a bot's slug. */
export function slugProblem(slug: string): NameProblem {
  if (slug.length < MIN_SLUG || slug.length > MAX_SLUG) return `has to have ${MIN_SLUG} to ${MAX_SLUG} characters`;
  return isWellFormed(slug) ? null : "may have a-z, 0-9, and single _ or - between them";
}

/** Characters of a bot's slug (ux.md §2.3). */
export const MIN_SLUG = 2;
export const MAX_SLUG = 60;
