import { MAX_ENTRY_TEXT } from "../fields/knowledge.ts";
import { cleanPrompt, cleanText, cutText } from "./clean-text.ts";
import { type BookRules, importActivation, importFiltering } from "./entry-activation.ts";
import { importPlacing } from "./entry-placing.ts";
import { type EntryRow, readField, readFlag, readText, reportField, shapeOf } from "./entry-row.ts";
import { importTiming } from "./entry-timing.ts";
import { reportUnobeyed } from "./entry-unobeyed.ts";
import { type ImportedEntry, isJsonObject, type JsonObject, type JsonValue } from "./import-plan.ts";
import { keepOriginal } from "./kept-original.ts";
import type { Warn } from "./warning-log.ts";

const MAX_TITLE = 200;

/**
 * The entries of a book, from a list or from an object keyed by uid. A row that is no entry or has no text is skipped
 * and reported; a row with faults keeps whatever is sound. Linear, about 20 µs an entry.
 */
export function importEntries(entries: JsonValue[] | JsonObject, book: BookRules, warn: Warn): ImportedEntry[] {
  return Object.values(entries).flatMap((source, index) => {
    const report = (field: string, message: string) => warn(index, field, message);
    if (!isJsonObject(source)) {
      report("entries", "is not an entry; it is skipped");
      return [];
    }
    const entry = importEntry({ source, shape: shapeOf(source), report }, index, book);
    return entry ? [entry] : [];
  });
}

function importEntry(row: EntryRow, index: number, book: BookRules): ImportedEntry | null {
  const content = readField(row, "content");
  const text = typeof content === "string" ? cleanPrompt(content) : "";
  if (text === "") {
    const fault = content === undefined || typeof content === "string" ? "has no text" : "is not text";
    reportField(row, "content", `${fault}; the entry is skipped`);
    return null;
  }
  const { settings, invalidKeys } = importActivation(row, book);
  reportUnobeyed(row, text, book.isRecursive);
  const title = readTitle(row);
  const firstKey = settings.primary_keys[0]?.keyword;
  return {
    title: title || cutText(firstKey ?? "", MAX_TITLE) || `Entry ${index + 1}`,
    value: {
      entry: cutEntry(row, text),
      title,
      type: "text",
      tags: [],
      applies_to_bots: [],
      applies_to_personas: [],
      privacy_settings: {
        privacy_level: "private",
        allow_sharing: false,
        share_expiration: null,
      },
      content_metadata: { source_url: null, author: null, language: null },
      activation_settings: settings,
      positioning: importPlacing(row),
      advanced_activation: importTiming(row),
      filtering: importFiltering(row),
      // No cap: the programs these books come from never cut an entry.
      budget_control: { ignore_budget: readFlag(row, "ignoreBudget", false), max_tokens: 0 },
      extensions: keepRow(
        row,
        invalidKeys.map(({ keyword, problem }) => ({ keyword, problem })),
      ),
    },
  };
}

function readTitle(row: EntryRow): string {
  const written = cleanText(readText(row, "comment")) || cleanText(readText(row, "name"));
  const title = cutText(written, MAX_TITLE);
  if (title !== written) reportField(row, "comment", `the title is cut to ${MAX_TITLE} characters`);
  return title;
}

/** Macros in today's spelling are longer than the old ones, so a text just within the limit can outgrow it. */
function cutEntry(row: EntryRow, text: string): string {
  if (text.length > MAX_ENTRY_TEXT) reportField(row, "content", `is cut to ${MAX_ENTRY_TEXT} characters`);
  return cutText(text, MAX_ENTRY_TEXT);
}

/** The row as found, so that an untouched entry can be written back as it was. */
function keepRow(row: EntryRow, invalidKeys: JsonObject[]): JsonObject {
  const { kept, dropped } = keepOriginal(row.source);
  for (const field of dropped) row.report(field, "is too large to be kept for export");
  const extensions: JsonObject = { format: row.shape, sillytavern: kept };
  return invalidKeys.length > 0 ? { ...extensions, invalid_keys: invalidKeys } : extensions;
}
