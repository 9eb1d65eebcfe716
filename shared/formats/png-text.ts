import { Unzlib } from "fflate";
import { type Read, refuse } from "./import-plan.ts";
import { isTextChunk, type PngChunk } from "./png-chunks.ts";

/** All text of a picture together, inflated (reliability S-15). */
export const MAX_PNG_TEXT_BYTES = 4_000_000;
/** Deflate expands at most 1,032 times, so one push makes at most this times 1,032 bytes before the cap is looked at. */
const INFLATE_STEP = 4_096;

/** Chosen: far more than any tool writes. Each costs 0.2 ms to begin inflating, so 5,000 would take a second. */
const MAX_COMPRESSED_TEXTS = 100;

interface TextChunk {
  /** Latin-1, 1 to 79 characters. */
  readonly keyword: string;
  readonly body: Uint8Array;
  readonly isCompressed: boolean;
}

/**
 * The texts of a PNG by lower-cased keyword; of two with one keyword the first counts. Inflates zTXt and iTXt in small
 * steps under a cap that counts every text chunk, wanted or not.
 */
export function readPngTexts(chunks: readonly PngChunk[]): Read<Map<string, Uint8Array>> {
  const texts = new Map<string, Uint8Array>();
  let left = MAX_PNG_TEXT_BYTES;
  if (chunks.filter(({ type }) => type === "zTXt" || type === "iTXt").length > MAX_COMPRESSED_TEXTS)
    return tooMuchText();
  for (const chunk of chunks.filter(({ type }) => isTextChunk(type))) {
    const text = splitTextChunk(chunk);
    if (!text) return refuse("invalid", `A ${chunk.type} chunk is not laid out as PNG asks.`, chunk.type);
    const value = readBody(text, left, chunk.type);
    if (!value.ok) return value;
    left -= value.value.length;
    if (left < 0) return tooMuchText();
    const keyword = text.keyword.toLowerCase();
    if (!texts.has(keyword)) texts.set(keyword, value.value);
  }
  return { ok: true, value: texts };
}

const tooMuchText = (): Read<never> =>
  refuse(
    "too_large",
    `The picture carries more than ${MAX_PNG_TEXT_BYTES} bytes or ${MAX_COMPRESSED_TEXTS} compressed pieces of text. Export the card without embedded assets.`,
  );

function splitTextChunk({ type, data }: PngChunk): TextChunk | null {
  const end = data.indexOf(0);
  if (end < 1 || end > 79) return null;
  const keyword = String.fromCharCode(...data.subarray(0, end));
  const rest = data.subarray(end + 1);
  if (type === "tEXt") return { keyword, body: rest, isCompressed: false };
  if (type === "zTXt") return rest[0] === 0 ? { keyword, body: rest.subarray(1), isCompressed: true } : null;
  return splitInternational(keyword, rest);
}

/** iTXt: compression flag, method, language, NUL, translated keyword, NUL, text. */
function splitInternational(keyword: string, rest: Uint8Array): TextChunk | null {
  const [flag = 2, method] = rest;
  const languageEnd = rest.indexOf(0, 2);
  const keywordEnd = languageEnd < 0 ? -1 : rest.indexOf(0, languageEnd + 1);
  if (flag > 1 || method !== 0 || keywordEnd < 0) return null;
  return { keyword, body: rest.subarray(keywordEnd + 1), isCompressed: flag === 1 };
}

const readBody = ({ body, isCompressed }: TextChunk, maxBytes: number, type: string): Read<Uint8Array> =>
  isCompressed ? inflateWithin(body, maxBytes, type) : { ok: true, value: body };

function inflateWithin(body: Uint8Array, maxBytes: number, type: string): Read<Uint8Array> {
  const parts: Uint8Array[] = [];
  let total = 0;
  const stream = new Unzlib((part) => {
    total += part.length;
    parts.push(part);
  });
  try {
    for (let at = 0; at < body.length && total <= maxBytes; at += INFLATE_STEP)
      stream.push(body.subarray(at, at + INFLATE_STEP), at + INFLATE_STEP >= body.length);
  } catch {
    return refuse("invalid", `The compressed text of a ${type} chunk is damaged.`, type);
  }
  return total > maxBytes ? tooMuchText() : { ok: true, value: joinParts(parts, total) };
}

function joinParts(parts: readonly Uint8Array[], total: number): Uint8Array {
  const out = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
