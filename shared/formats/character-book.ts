import { tomeFromBook } from "./book-tome.ts";
import { type ImportedTome, type ImportFormat, isJsonObject, type JsonObject, type JsonValue } from "./import-plan.ts";
import type { Warn } from "./warning-log.ts";

/** The book a card carries, or null. A broken book is reported and never costs the card. */
export function importCharacterBook(
  book: JsonValue | undefined,
  characterName: string,
  format: ImportFormat,
  warn: Warn,
): ImportedTome | null {
  if (book === undefined || book === null) return null;
  const report = (message: string) => warn(-1, "character_book", message);
  if (!isJsonObject(book)) {
    report("is not a book and is left out; the original is kept");
    return null;
  }
  const tome = tomeFromBook(book, { format, fallbackName: `${characterName}: lore` }, warn);
  if (tome.ok) return tome.value;
  report("has no `entries` list and is left out; the original is kept");
  return null;
}

/** A book as the card keeps it: everything but the entries, each of which keeps its own original. */
export function withoutEntries(data: JsonObject): JsonObject {
  const book = data["character_book"];
  if (!isJsonObject(book) || typeof book["entries"] !== "object") return data;
  const { entries: _, ...rest } = book;
  return { ...data, character_book: rest };
}
