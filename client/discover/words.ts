import { resolveNames } from "../../shared/text/macros.ts";

const compact = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const dates = new Intl.DateTimeFormat(undefined, { month: "long", year: "numeric" });

/** 1.2k, as short as a card needs it. */
export const shortCount = (count: number): string => compact.format(count);

/** "1 bot", "1.2k bots". */
export const countWords = (count: number, one: string, many: string): string =>
  `${shortCount(count)} ${count === 1 ? one : many}`;

/** "November 2026" */
export const monthWords = (iso: string): string => dates.format(new Date(iso));

/** Where a sentence begins with whoever reads it. */
const BEGINS_WITH_READER = /(^|[.!?…]\s+|\n)\{\{\s*user\s*\}\}/gi;

/** A text of a bot's with its names in the place of macros; whoever reads it is "you". */
export const namedText = (text: string, name: string): string =>
  resolveNames(text.replace(BEGINS_WITH_READER, "$1You"), { char: name, user: "you" });
