import { tomeFromBook } from "./book-tome.ts";
import { type ImportedTome, isJsonObject, type JsonObject, type Read, refuse } from "./import-plan.ts";
import type { Warn } from "./warning-log.ts";

/**
 * A standalone lorebook: SillyTavern World Info (`entries` keyed by uid, or a list), a bare `character_book`, or a V3
 * lorebook (`{spec: "lorebook_v3", data}`).
 *
 * @param fallbackName SillyTavern names a book by its file, so the file's name stands in for a missing one.
 */
export function importLorebook(root: JsonObject, fallbackName: string, warn: Warn): Read<ImportedTome> {
  if (!isLorebookV3(root)) return tomeFromBook(root, { format: formatOfBook(root), fallbackName }, warn);
  const data = root["data"];
  if (!isJsonObject(data)) return refuse("invalid", "The lorebook has no `data`. Export it again.", "data");
  return tomeFromBook(data, { format: "lorebook_v3", fallbackName }, warn);
}

export const isLorebookV3 = (root: JsonObject): boolean =>
  typeof root["spec"] === "string" && root["spec"].startsWith("lorebook_v");

/** A book of a card, saved by itself, spells its rows with `keys`; SillyTavern's own file with `key`. */
export function formatOfBook(root: JsonObject): "lorebook_v3" | "character_book" | "world_info" {
  if (isLorebookV3(root)) return "lorebook_v3";
  const rows = isJsonObject(root["entries"]) ? Object.values(root["entries"]) : root["entries"];
  const first = Array.isArray(rows) ? rows.find((row) => isJsonObject(row)) : undefined;
  return isJsonObject(first) && Object.hasOwn(first, "keys") ? "character_book" : "world_info";
}
