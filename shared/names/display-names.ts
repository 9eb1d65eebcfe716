import { z } from "zod";

/** Longest name people see, in characters as people count them (reliability S-28). */
export const MAX_DISPLAY_GRAPHEMES = 50;
/** Longest as UTF-16 units: a family of emoji has eleven. Chosen. */
export const MAX_DISPLAY_UNITS = 600;

/**
 * What makes one name look like another or turns its line around: controls, soft hyphens, bidi marks and overrides,
 * zero-width characters, fillers, tags, halves of surrogate pairs, code points that are none. Joiners and variation
 * selectors are seen to below.
 */
const UNSEEN =
  /[[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\ufff9-\ufffb]--[\u200c-\u200d\ufe00-\ufe0f]]/gv;
/** Joiners that do nothing where they stand: they do between emoji, and between letters of scripts that join. */
const IDLE_JOINERS =
  /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]|\ufe0f)[\u200c-\u200d]|[\u200c-\u200d](?![\p{Extended_Pictographic}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}])/gv;
/** Variation selectors on what has no variations. */
const IDLE_SELECTORS = /(?<![\p{Emoji}\p{Script=Han}])[\ufe00-\ufe0f]/gv;
/** Marks beyond the four one letter may carry (reliability S-28). */
const TOO_MANY_MARKS = /(?<=\p{M}{4})\p{M}+/gu;
/** White space of all kinds, and the blank of Braille. */
const SPACES = /[\p{Z}\t-\r\u0085\u2800]+/gu;

/**
 * A name as everybody sees it: composed, on one line, nothing in it that cannot be seen, no towers of marks. Cleaning
 * twice is cleaning once.
 */
export function cleanDisplayName(text: string): string {
  let [before, name] = ["", text];
  // Taking one thing out may leave another that was held up by it; each round makes the name shorter.
  while (name !== before) {
    before = name;
    name = name
      .normalize("NFC")
      .replace(SPACES, " ")
      .replace(UNSEEN, "")
      .replace(IDLE_JOINERS, "")
      .replace(IDLE_SELECTORS, "")
      .replace(TOO_MANY_MARKS, "")
      .trim();
  }
  return name;
}

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
const graphemesOf = (text: string): string[] => [...segmenter.segment(text)].map(({ segment }) => segment);

/** A name we did not ask for, such as a sign-in's: cleaned, and cut where it is too long. */
export const cutDisplayName = (text: string): string =>
  graphemesOf(cleanDisplayName(text.slice(0, MAX_DISPLAY_UNITS)))
    .slice(0, MAX_DISPLAY_GRAPHEMES)
    .join("")
    .trim();

const fits = (max: number) => ({
  check: (name: string) => graphemesOf(name).length <= max,
  error: `may have at most ${max} characters`,
});

/**
 * A name that a person writes, cleaned as it is stored, of 1 to `max` characters as people count them.
 * @param max Graphemes.
 */
export const nameField = (max: number) => {
  const { check, error } = fits(max);
  return z.string().max(MAX_DISPLAY_UNITS).overwrite(cleanDisplayName).min(1).refine(check, { error });
};

/** A name that may be empty, which is none. */
export const optionalNameField = (max: number) => {
  const { check, error } = fits(max);
  return z.string().max(MAX_DISPLAY_UNITS).overwrite(cleanDisplayName).refine(check, { error }).nullable();
};

/** What people are called. */
export const DisplayName = nameField(MAX_DISPLAY_GRAPHEMES);
