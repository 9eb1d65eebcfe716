import { type JsonValue, type Read, refuse } from "./import-plan.ts";
import { parseJsonWithin } from "./json-limits.ts";
import { readPngChunks, writeWithoutText } from "./png-chunks.ts";
import { MAX_PNG_TEXT_BYTES, readPngTexts } from "./png-text.ts";
import type { Warn } from "./warning-log.ts";

/** Text chunks that hold a card, best first: V3 wins when both are there. */
const CARD_KEYWORDS = ["ccv3", "chara"] as const;
const NOVELAI_KEYWORD = "naidata";

export interface PngCard {
  readonly root: JsonValue;
  /** The picture without its text. */
  readonly picture: Uint8Array;
}

/** The card inside a PNG or APNG. If the better of two chunks is broken the other is read, and that is reported. */
export function readPngCard(bytes: Uint8Array, warn: Warn): Read<PngCard> {
  const chunks = readPngChunks(bytes);
  if (!chunks.ok) return chunks;
  const texts = readPngTexts(chunks.value);
  if (!texts.ok) return texts;
  const root = readBest(texts.value, warn);
  return root.ok ? { ok: true, value: { root: root.value, picture: writeWithoutText(chunks.value) } } : root;
}

function readBest(texts: ReadonlyMap<string, Uint8Array>, warn: Warn): Read<JsonValue> {
  let first: Read<never> | null = null;
  for (const keyword of CARD_KEYWORDS) {
    const text = texts.get(keyword);
    if (text === undefined) continue;
    const root = readPayload(text, keyword);
    if (root.ok) {
      if (first) warn(-1, "ccv3", "is damaged; the V2 card beside it is read instead");
      return root;
    }
    first ??= root;
  }
  return first ?? refuseWithoutCard(texts);
}

function refuseWithoutCard(texts: ReadonlyMap<string, Uint8Array>): Read<never> {
  return texts.has(NOVELAI_KEYWORD)
    ? refuse("unsupported_media_type", "This is a NovelAI lorebook inside a picture and can not be read yet.")
    : refuse(
        "invalid",
        "The PNG holds no character card. Use the file the card was shared as: copies made by chat apps lose it.",
      );
}

/** Base64 of UTF-8 JSON, as the card formats ask; bare JSON, as some tools write it, is read too. */
function readPayload(text: Uint8Array, keyword: string): Read<JsonValue> {
  const json = text[0] === 0x7b ? text : decodeBase64(text);
  if (json === null)
    return refuse("invalid", `The ${keyword} text of the picture is not base64. Export the card again.`, keyword);
  const root = parseJsonWithin(json, MAX_PNG_TEXT_BYTES);
  if (root.ok) return root;
  const { code, message, path } = root.refusal;
  return refuse(code, `In the ${keyword} text of the picture: ${message}`, path ? `${keyword}.${path}` : keyword);
}

function decodeBase64(text: Uint8Array): Uint8Array | null {
  try {
    const binary = atob(new TextDecoder("latin1").decode(text));
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
    return bytes;
  } catch {
    return null;
  }
}
