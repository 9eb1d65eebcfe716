import { isJsonObject, type JsonObject, type JsonValue } from "./import-plan.ts";

/** Fields of an entry, named as SillyTavern's own World Info spells them. */
const ENTRY_FIELDS = [
  "key",
  "keysecondary",
  "comment",
  "name",
  "content",
  "constant",
  "vectorized",
  "selective",
  "selectiveLogic",
  "order",
  "position",
  "disable",
  "enabled",
  "ignoreBudget",
  "excludeRecursion",
  "preventRecursion",
  "delayUntilRecursion",
  "probability",
  "useProbability",
  "depth",
  "role",
  "group",
  "scanDepth",
  "caseSensitive",
  "matchWholeWords",
  "useRegex",
  "automationId",
  "sticky",
  "cooldown",
  "delay",
  "triggers",
  "characterFilter",
  "matchPersonaDescription",
  "matchCharacterDescription",
  "matchCharacterPersonality",
  "matchCharacterDepthPrompt",
  "matchScenario",
  "matchCreatorNotes",
] as const;
export type EntryField = (typeof ENTRY_FIELDS)[number];

/** How a row is spelled: SillyTavern's own file, or the `character_book` of a card and its V3 lorebook. */
export type EntryShape = "world_info" | "character_book";

/** Where a field may stand, best first: a name, or `extensions` and a name. */
type Place = readonly [string] | readonly ["extensions", string];

/** `character_book` fields that are not simply `extensions.<snake_case>`. */
const BOOK_PLACES: Partial<Record<EntryField, readonly Place[]>> = {
  key: [["keys"]],
  keysecondary: [["secondary_keys"]],
  comment: [["comment"]],
  name: [["name"]],
  content: [["content"]],
  constant: [["constant"]],
  selective: [["selective"]],
  order: [["insertion_order"]],
  enabled: [["enabled"]],
  useRegex: [["use_regex"]],
  position: [["extensions", "position"], ["position"]],
  caseSensitive: [["extensions", "case_sensitive"], ["case_sensitive"]],
};

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Both spellings of every flag are met in the wild, in either shape. */
const bookPlaces = (field: EntryField): readonly Place[] =>
  BOOK_PLACES[field] ?? [
    ["extensions", snake(field)],
    ["extensions", field],
  ];

const placesOf = (of: (field: EntryField) => readonly Place[]) =>
  Object.fromEntries(ENTRY_FIELDS.map((field) => [field, of(field)])) as Record<EntryField, readonly Place[]>;

const PLACES: Record<EntryShape, Record<EntryField, readonly Place[]>> = {
  world_info: placesOf((field) => [[field], [snake(field)]]),
  character_book: placesOf(bookPlaces),
};

/** One entry as found, with what its import has to report. */
export interface EntryRow {
  readonly source: JsonObject;
  readonly shape: EntryShape;
  readonly report: (field: string, message: string) => void;
}

/** A row with `keys` is a `character_book` entry, whatever file it stands in. */
export const shapeOf = (source: JsonObject): EntryShape =>
  Object.hasOwn(source, "keys") ? "character_book" : "world_info";

/** The field's value; undefined when it is absent or null, which is never the same as zero. */
export function readField({ source, shape }: EntryRow, field: EntryField): JsonValue | undefined {
  for (const place of PLACES[shape][field]) {
    const value = valueAt(source, place);
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

/** The field as this row spells it, for reports. */
export function spell({ source, shape }: EntryRow, field: EntryField): string {
  const places = PLACES[shape][field];
  const found = places.find((place) => (valueAt(source, place) ?? null) !== null) ?? places[0];
  return found ? found.join(".") : field;
}

function valueAt(source: JsonObject, [first, second]: Place): JsonValue | undefined {
  if (second === undefined) return source[first];
  const extensions = source[first];
  return isJsonObject(extensions) ? extensions[second] : undefined;
}

export function reportField(row: EntryRow, field: EntryField, message: string): void {
  row.report(spell(row, field), message);
}

interface NumberRule {
  readonly min: number;
  readonly max: number;
  /** For a field that is absent, null, empty or no number. */
  readonly fallback: number;
}

/** A whole number within the rule; what had to be changed is reported. */
export function readInteger(row: EntryRow, field: EntryField, rule: NumberRule): number {
  return Math.round(readNumber(row, field, rule));
}

export function readNumber(row: EntryRow, field: EntryField, { min, max, fallback }: NumberRule): number {
  const value = readField(row, field);
  if (value === undefined || value === "") return fallback;
  const number = asNumber(value);
  if (!Number.isFinite(number)) {
    reportField(row, field, `is not a number; ${fallback} is used`);
    return fallback;
  }
  const clamped = Math.min(Math.max(number, min), max);
  if (clamped !== number) reportField(row, field, `${number} is outside ${min} to ${max}; ${clamped} is used`);
  return clamped;
}

/** Numbers, and numbers written as text; anything else is NaN. */
export function asNumber(value: JsonValue): number {
  if (typeof value === "string" && value.trim() !== "") return Number(value);
  return typeof value === "number" ? value : Number.NaN;
}

/** A yes or no; hand-made books also write 0, 1, "true" and "false". */
export function readFlag(row: EntryRow, field: EntryField, fallback: boolean): boolean {
  const value = readField(row, field);
  if (typeof value === "boolean") return value;
  if (value === 1 || value === "true") return true;
  return value === 0 || value === "false" ? false : fallback;
}

/** Text of a field, "" when it holds none. */
export function readText(row: EntryRow, field: EntryField): string {
  const value = readField(row, field);
  return typeof value === "string" ? value : "";
}
