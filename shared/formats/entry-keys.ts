import { cleanText } from "./clean-text.ts";
import { type EntryField, type EntryRow, readField, readFlag, reportField, spell } from "./entry-row.ts";
import { isJsonObject, type JsonValue } from "./import-plan.ts";
import { type LiteralRules, literalPattern, writeRegexKey } from "./literal-pattern.ts";
import { type JudgeRegex, parseRegexKey, type RegexKey } from "./regex-key.ts";

/** As `ActivationSettings` in `shared/fields/knowledge.ts` has it. */
const MAX_KEY_LENGTH = 500;
const MAX_KEYS = 1_000;

/** A key no linear-time engine can run. It stays in the entry, which the engine will show as invalid. */
export interface InvalidKey {
  readonly keyword: string;
  readonly problem: string;
}

export interface EntryKeys {
  readonly primary: readonly string[];
  readonly secondary: readonly string[];
  readonly useRegex: boolean;
  readonly invalid: readonly InvalidKey[];
}

/**
 * The keys of an entry. One flag says for a whole entry whether its keys are regular expressions, so where a book
 * mixes them with plain keys the plain ones are rewritten as patterns that match the same text.
 */
export function importKeys(row: EntryRow, rules: LiteralRules, judge: JudgeRegex): EntryKeys {
  const primary = readKeys(row, "key");
  const listed = readKeys(row, "keysecondary");
  const secondary = listed.length > 0 && !isSelective(row) ? ignoreSecondary(row) : listed;
  const isBareRegex = takesBareRegex(row);
  const isRegex = (key: string) => isBareRegex || parseRegexKey(key) !== null;
  const regexCount = primary.filter(isRegex).length + secondary.filter(isRegex).length;
  const useRegex = regexCount > 0;
  const isMixed = useRegex && regexCount < primary.length + secondary.length;
  const invalidOf = (field: EntryField, keys: readonly string[]) =>
    keys.filter(isRegex).flatMap((key) => judgeKey(row, field, key, judge));
  const write = (field: EntryField) => (key: string) =>
    isMixed && parseRegexKey(key) === null ? rewrite(row, field, key, rules) : [key];
  return {
    primary: primary.flatMap(write("key")),
    secondary: secondary.flatMap(write("keysecondary")),
    useRegex,
    invalid: [...invalidOf("key", primary), ...invalidOf("keysecondary", secondary)],
  };
}

/** SillyTavern's file defaults to true; the card format asks for the flag. */
const isSelective = (row: EntryRow): boolean => readFlag(row, "selective", row.shape === "world_info");

function ignoreSecondary(row: EntryRow): string[] {
  reportField(row, "keysecondary", "secondary keys are left out because `selective` is off; the original is kept");
  return [];
}

/**
 * V3 lorebooks say `use_regex` and write bare patterns. SillyTavern sets the flag on every entry it exports and means
 * only that keys may be written `/pattern/`; the marks it leaves in `extensions` tell the two apart.
 */
function takesBareRegex(row: EntryRow): boolean {
  return readFlag(row, "useRegex", false) && !hasSillyTavernMarks(row.source["extensions"]);
}

const hasSillyTavernMarks = (extensions: JsonValue | undefined): boolean =>
  isJsonObject(extensions) && SILLYTAVERN_MARKS.some((mark) => Object.hasOwn(extensions, mark));
const SILLYTAVERN_MARKS = ["selectiveLogic", "useProbability", "display_index"];

function readKeys(row: EntryRow, field: EntryField): string[] {
  const value = readField(row, field) ?? [];
  const listed = typeof value === "string" ? value.split(",") : value;
  if (!Array.isArray(listed)) {
    reportField(row, field, "is not a list of keys and is left out");
    return [];
  }
  const keys = listed.flatMap((key) => readKey(row, field, key));
  if (keys.length > MAX_KEYS) reportField(row, field, `has ${keys.length} keys; the first ${MAX_KEYS} are used`);
  return keys.slice(0, MAX_KEYS);
}

/** One key, or none: an empty key never matches anywhere and goes without a word. */
function readKey(row: EntryRow, field: EntryField, value: JsonValue): string[] {
  const name = spell(row, field);
  if (typeof value !== "string" && typeof value !== "number") {
    row.report(name, "holds a key that is not text; it is left out");
    return [];
  }
  const text = String(value);
  const key = cleanText(text);
  if (key === "" && text !== "") row.report(name, "a key of white space alone never matches here; it is left out");
  if (key.length <= MAX_KEY_LENGTH) return key === "" ? [] : [key];
  row.report(name, `a key of ${key.length} characters is left out; at most ${MAX_KEY_LENGTH} are allowed`);
  return [];
}

function rewrite(row: EntryRow, field: EntryField, key: string, rules: LiteralRules): string[] {
  const written = writeRegexKey(literalPattern(key, rules));
  if (written.length > MAX_KEY_LENGTH) {
    reportField(row, field, `the key "${key.slice(0, 40)}…" is too long to stand beside regular expressions`);
    return [];
  }
  reportField(row, field, `"${key}" stands beside regular expressions, so it is written as ${written}`);
  return [written];
}

function judgeKey(row: EntryRow, field: EntryField, key: string, judge: JudgeRegex): InvalidKey[] {
  const regex: RegexKey = parseRegexKey(key) ?? { pattern: key, flags: "" };
  const problem = judge(regex);
  if (problem === null) return [];
  reportField(row, field, `the regular expression ${key} can never match: ${problem}. It is kept; rewrite it`);
  return [{ keyword: key, problem }];
}
