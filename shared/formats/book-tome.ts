import type { LoreSettings } from "../fields/knowledge-collections.ts";
import { importEntries } from "./book-entries.ts";
import { cleanText, cutText } from "./clean-text.ts";
import {
  type ImportedTome,
  type ImportFormat,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Read,
  refuse,
} from "./import-plan.ts";
import { keepOriginal } from "./kept-original.ts";
import { createRegexJudge } from "./regex-key.ts";
import type { Warn } from "./warning-log.ts";

/** As `KnowledgeCollectionInput` has them. */
const MAX_NAME = 200;
const MAX_DESCRIPTION = 20_000;
/** What an entry scans when neither it nor its book says (activation.md §5). */
const DEFAULT_SCAN_DEPTH = 2;

export interface BookOrigin {
  readonly format: ImportFormat;
  /** For a book without a name of its own. */
  readonly fallbackName: string;
}

/**
 * A tome from any book of the SillyTavern family: World Info, the `character_book` of a card, a V3 lorebook. High
 * order stands last in all of them, hence `low_first`.
 */
export function tomeFromBook(book: JsonObject, origin: BookOrigin, warn: Warn): Read<ImportedTome> {
  const { entries, ...rest } = book;
  if (!Array.isArray(entries) && !isJsonObject(entries))
    return refuse(
      "invalid",
      "The book has no `entries` list. Export the lorebook again and import that file.",
      "entries",
    );
  const report = (field: string, message: string) => warn(-1, field, message);
  const lore_settings = readLoreSettings(rest, report);
  const name = readShort(rest["name"], MAX_NAME, "name", report) || cutText(origin.fallbackName, MAX_NAME);
  const description = readShort(rest["description"], MAX_DESCRIPTION, "description", report);
  const { kept, dropped } = keepOriginal(rest);
  for (const field of dropped) report(field, "is too large to be kept for export");
  const rules = {
    scanDepth: lore_settings.scan_depth ?? DEFAULT_SCAN_DEPTH,
    isRecursive: lore_settings.recursive_scanning,
    judgeRegex: createRegexJudge(),
  };
  const value = {
    name,
    description,
    sharing_settings: {
      sharing_level: "private" as const,
      allow_collaboration: false,
      allow_fork: false,
      sharing_expiration: null,
      collaboration_requests: false,
      is_public: false,
    },
    collection_metadata: { collection_category: "general" as const, tags: [], difficulty_level: null },
    lore_settings,
    extensions: { format: origin.format, book: kept },
  };
  return { ok: true, value: { name, description, value, entries: importEntries(entries, rules, warn) } };
}

type Report = (field: string, message: string) => void;

function readLoreSettings(book: JsonObject, report: Report): LoreSettings {
  const scanDepth = readWhole(book, "scan_depth", 20, report);
  const tokenBudget = readWhole(book, "token_budget", 1_000_000, report);
  return {
    ...(scanDepth === null ? {} : { scan_depth: scanDepth }),
    ...(tokenBudget === null ? {} : { token_budget: tokenBudget }),
    recursive_scanning: book["recursive_scanning"] === true,
    max_recursion_steps: 0,
    min_activations: 0,
    placement: "low_first",
  };
}

/** A whole number from 1 to `max`; null when the book gives none. Zero would silence the book, and nobody means that. */
function readWhole(book: JsonObject, field: string, max: number, report: Report): number | null {
  const value = book[field] ?? null;
  if (value === null || value === "") return null;
  const number = typeof value === "string" ? Number(value) : value;
  if (typeof number !== "number" || !(number > 0)) {
    report(field, `${JSON.stringify(value)} is not a number above 0 and is left out`);
    return null;
  }
  const clamped = Math.max(Math.round(Math.min(number, max)), 1);
  if (clamped !== number) report(field, `${number} is not a whole number from 1 to ${max}; ${clamped} is used`);
  return clamped;
}

function readShort(value: JsonValue | undefined, max: number, field: string, report: Report): string {
  const text = typeof value === "string" ? cleanText(value) : "";
  if (text.length > max) report(field, `is cut to ${max} characters`);
  return cutText(text, max);
}
