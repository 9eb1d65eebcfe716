import type { z } from "zod";
import { type ActivationSettings, Filtering, type GenerationTrigger } from "../fields/knowledge.ts";
import { type EntryKeys, type InvalidKey, importKeys } from "./entry-keys.ts";
import { asNumber, type EntryRow, readField, readFlag, readInteger, readNumber, reportField } from "./entry-row.ts";
import type { JudgeRegex } from "./regex-key.ts";

/** What entries take from the book they stand in. */
export interface BookRules {
  /** Messages an entry scans that does not say itself. */
  readonly scanDepth: number;
  readonly isRecursive: boolean;
  readonly judgeRegex: JudgeRegex;
}

/** SillyTavern's `selectiveLogic` by number (activation.md §5). */
const LOGICS = ["SELECTIVE_ANY", "NOT_ALL", "NOT_ANY", "SELECTIVE_ALL"] as const;
/** SillyTavern knows no reply of its own for auto mode: it runs there as a normal one. */
const TRIGGERS: Readonly<Record<string, readonly GenerationTrigger[]>> = {
  normal: ["normal", "auto"],
  continue: ["continue"],
  swipe: ["retake"],
  regenerate: ["retake"],
};

type Settings = z.infer<typeof ActivationSettings>;

export function importActivation(
  row: EntryRow,
  book: BookRules,
): { settings: Settings; invalidKeys: readonly InvalidKey[] } {
  const isCaseSensitive = readFlag(row, "caseSensitive", false);
  const isWholeWord = readFlag(row, "matchWholeWords", false);
  const keys = importKeys(row, { isCaseSensitive, isWholeWord }, book.judgeRegex);
  const { triggers, isMute } = readTriggers(row);
  const settings: Settings = {
    activation_mode: isMute ? "disabled" : readMode(row, keys),
    primary_keys: keys.primary.map((keyword) => ({ keyword })),
    secondary_keys: keys.secondary.map((keyword) => ({ keyword })),
    keywords_logic: readLogic(row),
    case_sensitive: isCaseSensitive,
    match_whole_words: isWholeWord,
    use_regex: keys.useRegex,
    vector_similarity_threshold: 0.7,
    max_vector_results: 5,
    probability: readNumber(row, "probability", { min: 0, max: 100, fallback: 100 }),
    use_probability: readFlag(row, "useProbability", true),
    scan_depth: readInteger(row, "scanDepth", { min: 1, max: 20, fallback: book.scanDepth }),
    match_in_user_messages: true,
    match_in_bot_messages: true,
    match_in_system_prompts: false,
    triggers,
  };
  return { settings, invalidKeys: keys.invalid };
}

function readMode(row: EntryRow, keys: EntryKeys): Settings["activation_mode"] {
  if (readFlag(row, "disable", false) || !readFlag(row, "enabled", true)) return "disabled";
  if (readFlag(row, "constant", false)) return "constant";
  if (!readFlag(row, "vectorized", false)) return "keyword";
  return keys.primary.length > 0 ? "hybrid" : "vector";
}

function readLogic(row: EntryRow): Settings["keywords_logic"] {
  const value = readField(row, "selectiveLogic") ?? 0;
  const logic = LOGICS[asNumber(value)];
  if (logic === undefined) reportField(row, "selectiveLogic", "is not a known logic; any secondary key is asked for");
  return logic ?? "SELECTIVE_ANY";
}

/** An entry that answers only to replies we do not have must stay silent: an empty list would mean all of them. */
function readTriggers(row: EntryRow): { triggers: GenerationTrigger[]; isMute: boolean } {
  const value = readField(row, "triggers");
  const names = Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
  const triggers = new Set(names.flatMap((name) => (Object.hasOwn(TRIGGERS, name) ? (TRIGGERS[name] ?? []) : [])));
  const unknown = names.filter((name) => !Object.hasOwn(TRIGGERS, name));
  const isMute = names.length > 0 && triggers.size === 0;
  if (isMute) reportField(row, "triggers", `${unknown.join(", ")} never happens here, so the entry is disabled`);
  else if (unknown.length > 0)
    reportField(row, "triggers", `${unknown.join(", ")} never happens here; the original is kept`);
  return { triggers: [...triggers], isMute };
}

/** Extra texts an entry is matched against. Character and persona filters name files of the other machine and are not taken. */
export function importFiltering(row: EntryRow): z.infer<typeof Filtering> {
  return {
    ...Filtering.parse({}),
    match_bot_description: readFlag(row, "matchCharacterDescription", false),
    match_bot_personality: readFlag(row, "matchCharacterPersonality", false),
    match_persona_description: readFlag(row, "matchPersonaDescription", false),
  };
}
