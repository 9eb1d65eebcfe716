import type { z } from "zod";
import type { InsertRole, Position, Positioning } from "../fields/knowledge.ts";
import { asNumber, type EntryRow, readField, readInteger, reportField } from "./entry-row.ts";

/** Where SillyTavern's own numbers put an entry (formats.md B.13). */
const POSITION_OF: readonly Position[] = [
  "before_character",
  "after_character",
  "at_depth", // top of the author's note
  "at_depth", // bottom of it
  "at_depth",
  "before_examples",
  "after_examples",
  "after_character", // outlet
];
const AT_DEPTH = 4;
const OUTLET = 7;
const DEFAULT_DEPTH = 4;
const ROLES: readonly InsertRole[] = ["system", "user", "assistant"];

export function importPlacing(row: EntryRow): z.infer<typeof Positioning> {
  const place = readPlace(row);
  const isNote = place === 2 || place === 3;
  if (isNote)
    reportField(row, "position", `the author's note is not a place here; the entry goes to depth ${DEFAULT_DEPTH}`);
  if (place === OUTLET)
    reportField(
      row,
      "position",
      "outlets are not obeyed yet; the entry goes after the character, the original is kept",
    );
  return {
    position: POSITION_OF[place] ?? "after_character",
    depth: isNote ? DEFAULT_DEPTH : readInteger(row, "depth", { min: 0, max: 100, fallback: DEFAULT_DEPTH }),
    role: place === AT_DEPTH ? readRole(row) : "system",
    order: readInteger(row, "order", { min: 0, max: 1_000, fallback: 100 }),
  };
}

/** SillyTavern's number. Cards without its extension say `before_char` or `after_char`, and mean after when they say nothing. */
function readPlace(row: EntryRow): number {
  const value = readField(row, "position");
  if (value === undefined) return row.shape === "world_info" ? 0 : 1;
  if (value === "before_char") return 0;
  if (value === "after_char") return 1;
  const place = asNumber(value);
  if (POSITION_OF[place] !== undefined) return place;
  reportField(row, "position", `${JSON.stringify(value)} is not a known place; the entry goes after the character`);
  return 1;
}

function readRole(row: EntryRow): InsertRole {
  const value = readField(row, "role");
  const role = typeof value === "string" ? ROLES.find((name) => name === value) : ROLES[asNumber(value ?? 0)];
  if (role === undefined) reportField(row, "role", "is not a known role; system is used");
  return role ?? "system";
}
