import type { Card } from "./card.ts";
import { botFromCard } from "./card-bot.ts";
import { readCardV1 } from "./card-v1.ts";
import { readCardV2 } from "./card-v2.ts";
import { readCardV3 } from "./card-v3.ts";
import {
  type ImportFormat,
  type ImportPlan,
  type ImportRefusal,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Read,
  refuse,
} from "./import-plan.ts";
import { parseJsonWithin } from "./json-limits.ts";
import { readPngCard } from "./png-card.ts";
import { isPng } from "./png-chunks.ts";
import { isChatHeader, sniffBinary, sniffJson } from "./sniff.ts";
import { createWarningLog, type Warn } from "./warning-log.ts";
import { formatOfBook, importLorebook } from "./world-info.ts";

/**
 * Most bytes of a JSON file. Chosen: 10,000 entries of 2 KB, the largest book that must pass, and half as much again;
 * parsing it keeps within the 128 MB of a Worker.
 */
export const MAX_JSON_BYTES = 32_000_000;

export interface ImportHint {
  /** Names a book or a character that has no name of its own. */
  readonly filename?: string;
  /** As the browser says; the bytes decide. */
  readonly mimeType?: string;
}

export type ImportResult =
  | { readonly ok: true; readonly plan: ImportPlan }
  | { readonly ok: false; readonly refusal: ImportRefusal };

/**
 * Reads one file from a stranger: a character card V1, V2 or V3 as PNG, APNG or JSON, or a lorebook as World Info,
 * `character_book` or `lorebook_v3`. Says what would be made of it; makes nothing. Rules FMT1 and following in SPEC.md.
 *
 * @returns Never throws. Limits are checked before anything is decoded; what can not be kept is a warning.
 */
export function readImport(bytes: Uint8Array, hint: ImportHint = {}): ImportResult {
  const { warn, list } = createWarningLog();
  const read = isPng(bytes) ? planFromPng(bytes, hint, warn) : planFromText(bytes, hint, warn);
  return read.ok ? { ok: true, plan: { ...read.value, warnings: list() } } : read;
}

/** A plan before its warnings are counted. */
type Made = Omit<ImportPlan, "warnings">;

function planFromPng(bytes: Uint8Array, hint: ImportHint, warn: Warn): Read<Made> {
  const card = readPngCard(bytes, warn);
  if (!card.ok) return card;
  const { root, picture } = card.value;
  return planFromRoot(root, hint, picture, warn);
}

function planFromText(bytes: Uint8Array, hint: ImportHint, warn: Warn): Read<Made> {
  if (bytes.length === 0) return refuse("invalid", "The file is empty. Choose it again.");
  const binary = sniffBinary(bytes);
  if (binary) return notYet(binary);
  if (isChatLines(bytes)) return notYet("a SillyTavern chat (.jsonl)");
  const root = parseJsonWithin(bytes, MAX_JSON_BYTES);
  return root.ok ? planFromRoot(root.value, hint, null, warn) : root;
}

function planFromRoot(root: JsonValue, hint: ImportHint, picture: Uint8Array | null, warn: Warn): Read<Made> {
  if (!isJsonObject(root))
    return refuse("invalid", `${EXPECTED}; this JSON is ${Array.isArray(root) ? "a list" : "a single value"}.`);
  const found = sniffJson(root);
  switch (found.kind) {
    case "card_v1":
      return planFromCard({ ok: true, value: readCardV1(root) }, hint, picture, warn);
    case "card_v2":
      return planFromCard(readCardV2(root), hint, picture, warn);
    case "card_v3":
      return planFromCard(readCardV3(root, warn), hint, picture, warn);
    case "lorebook":
      return planFromBook(root, hint, warn);
    case "foreign":
      return notYet(found.name);
    case "unknown":
      return refuse("invalid", `${EXPECTED}; this JSON has ${keysOf(root)}.`);
    default:
      return found satisfies never;
  }
}

const EXPECTED =
  "A character card (`spec` and `data`, or `name` with `description` and `first_mes`) or a lorebook (`entries`) is expected";

function planFromCard(card: Read<Card>, hint: ImportHint, picture: Uint8Array | null, warn: Warn): Read<Made> {
  if (!card.ok) return card;
  const bot = botFromCard(card.value, nameFromFile(hint) ?? "Unnamed character", picture, warn);
  return { ok: true, value: { format: card.value.format, bots: [bot], tomes: [] } };
}

function planFromBook(root: JsonObject, hint: ImportHint, warn: Warn): Read<Made> {
  const format: ImportFormat = formatOfBook(root);
  const tome = importLorebook(root, nameFromFile(hint) ?? "Imported lorebook", warn);
  return tome.ok ? { ok: true, value: { format, bots: [], tomes: [tome.value] } } : tome;
}

const notYet = (name: string): Read<never> =>
  refuse(
    "unsupported_media_type",
    `This is ${name} and can not be read yet. Export it as a character card (PNG or JSON) or as SillyTavern World Info.`,
  );

/** The file's name without folders and ending; undefined when nothing is left. */
function nameFromFile({ filename = "" }: ImportHint): string | undefined {
  const [base = ""] = filename.split(/[\\/]/).slice(-1);
  const stem = base
    .replace(/\.(?:png|apng|json)$/i, "")
    .toWellFormed()
    .replaceAll("\0", "")
    .trim();
  return stem === "" ? undefined : stem;
}

const keysOf = (root: JsonObject): string => {
  const keys = Object.keys(root).slice(0, 8);
  return keys.length === 0 ? "no keys" : `the keys ${keys.map((key) => key.slice(0, 40)).join(", ")}`;
};

/** Longest first line looked at, bytes. Chosen: a chat's header with all its variables is far shorter. */
const MAX_HEADER_BYTES = 1_000_000;

/** Lines of JSON of which the first is a chat's header. Looked at alone, since the whole is not one JSON. */
function isChatLines(bytes: Uint8Array): boolean {
  const end = bytes.indexOf(0x0a);
  if (end < 0 || end > MAX_HEADER_BYTES) return false;
  const header = parseJsonWithin(bytes.subarray(0, end), MAX_HEADER_BYTES);
  return header.ok && isJsonObject(header.value) && isChatHeader(header.value);
}
