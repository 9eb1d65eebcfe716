import { isReserved, MAX_SLUG, MAX_USERNAME, MIN_SLUG, MIN_USERNAME } from "./usernames.ts";

/** Letters that decomposing does not turn into a-z. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ı: "i",
};

/** `text` in the alphabet of names, words joined by `-`; "" where nothing of it is in that alphabet. */
const toAscii = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[ßæœøđðþłı]/g, (letter) => LETTERS[letter] ?? "")
    .normalize("NFKD")
    .replace(/['’\p{M}]/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");

const cut = (name: string, max: number): string => name.slice(0, max).replace(/-+$/, "");

/**
 * A bot's slug made from its name: `Mara, Keeper of Lights` → `mara-keeper-of-lights`. Names in other scripts have
 * nothing to show in an address and become `bot`. Not yet unique: see `numbered`.
 */
export function makeSlug(name: string): string {
  const slug = cut(toAscii(name), MAX_SLUG);
  return slug.length < MIN_SLUG ? cut(`bot-${slug}`, MAX_SLUG) : slug;
}

/** A username made from a display name, never a reserved one. Not yet unique: see `numbered`. */
export function makeUsername(displayName: string): string {
  const name = cut(toAscii(displayName), MAX_USERNAME);
  if (name.length < MIN_USERNAME) return name === "" ? "new-creator" : `${name}-creator`;
  return isReserved(name) ? cut(`${name}-creator`, MAX_USERNAME) : name;
}

/** The `n`th try at a free name: the name itself, then `-2`, `-3` …, cut so that it fits `max` characters. */
export function numbered(name: string, n: number, max: number): string {
  if (n <= 1) return name;
  const suffix = `-${n}`;
  return cut(name, max - suffix.length) + suffix;
}
