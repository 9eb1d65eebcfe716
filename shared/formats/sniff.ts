import { isCardV1 } from "./card-v1.ts";
import { isJsonObject, type JsonObject } from "./import-plan.ts";

/** What a JSON object turns out to be; `foreign` names a format that is known and can not be read yet. */
export type JsonKind =
  | { readonly kind: "card_v1" | "card_v2" | "card_v3" | "lorebook" | "unknown" }
  | { readonly kind: "foreign"; readonly name: string };

type Rule = readonly [test: (root: JsonObject) => boolean, kind: JsonKind];

const specStarts = (start: string) => (root: JsonObject) =>
  typeof root["spec"] === "string" && root["spec"].startsWith(start);
const foreign = (name: string): JsonKind => ({ kind: "foreign", name });

/** First match counts: names before shapes, foreign books before ours, since they have `entries` too. */
const RULES: readonly Rule[] = [
  [specStarts("chara_card_v2"), { kind: "card_v2" }],
  [specStarts("chara_card_v"), { kind: "card_v3" }],
  [specStarts("lorebook_v"), { kind: "lorebook" }],
  [(root) => Object.hasOwn(root, "lorebookVersion"), foreign("a NovelAI lorebook")],
  [({ kind }) => kind === "memory", foreign("an Agnai memory book")],
  [({ kind }) => kind === "character", foreign("an Agnai character")],
  [({ type }) => type === "risu", foreign("a Risu lorebook")],
  [isChatHeader, foreign("a SillyTavern chat")],
  [(root) => Object.hasOwn(root, "char_name"), foreign("a Pygmalion character")],
  [({ entries }) => Array.isArray(entries) || isJsonObject(entries), { kind: "lorebook" }],
  [({ data }) => isJsonObject(data) && isCardV1(data), { kind: "card_v2" }],
  [isCardV1, { kind: "card_v1" }],
];

export const sniffJson = (root: JsonObject): JsonKind =>
  RULES.find(([matches]) => matches(root))?.[1] ?? { kind: "unknown" };

/** First line of a SillyTavern chat, in its new and its old form. */
export function isChatHeader(root: JsonObject): boolean {
  return (
    Object.hasOwn(root, "chat_metadata") || (Object.hasOwn(root, "user_name") && Object.hasOwn(root, "character_name"))
  );
}

/** Binary formats by their first bytes, with what a person should do instead. */
const BINARIES: readonly (readonly [start: readonly number[], name: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], "a zip archive, as CHARX cards are"],
  [[0xff, 0xd8, 0xff], "a JPEG picture; cards in JPEG, CHARX inside it included,"],
  [[0x52, 0x49, 0x46, 0x46], "a WebP picture or other RIFF file"],
  [[0x47, 0x49, 0x46, 0x38], "a GIF picture"],
  [[0x1f, 0x8b], "a gzip archive"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF document"],
];

/** What a file is by its first bytes when it is neither PNG nor text we read; null otherwise. */
export const sniffBinary = (bytes: Uint8Array): string | null =>
  BINARIES.find(([start]) => start.every((byte, at) => bytes[at] === byte))?.[1] ?? null;
