import type { ImageType } from "../../../shared/fields/media.ts";

/**
 * An image without what people do not see in it: cameras write places into photographs, and character cards are
 * pictures that carry their whole prompt. Pixels, colour profiles and animation stay as they are, byte for byte.
 *
 * @returns Null for a picture whose parts do not fit together. Linear.
 */
export function stripMetadata(type: ImageType, bytes: Uint8Array): Uint8Array | null {
  switch (type) {
    case "image/png":
      return stripPng(bytes);
    case "image/jpeg":
      return stripJpeg(bytes);
    case "image/webp":
      return stripWebp(bytes);
    case "image/gif":
      return stripGif(bytes);
    default:
      return type satisfies never;
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const ascii = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Most chunks of a PNG (reliability S-15). */
const MAX_PNG_CHUNKS = 5_000;
const PNG_METADATA = ["tEXt", "zTXt", "iTXt", "eXIf", "tIME"];

/** Chunks up to IEND without text; what stands after the picture is not part of it. */
function stripPng(bytes: Uint8Array): Uint8Array | null {
  const view = viewOf(bytes);
  const kept = [bytes.subarray(0, 8)];
  let at = 8;
  for (let chunks = 0; at + 12 <= bytes.length && chunks < MAX_PNG_CHUNKS; chunks += 1) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return null;
    const type = ascii(bytes, at + 4, 4);
    if (!PNG_METADATA.includes(type)) kept.push(bytes.subarray(at, end));
    if (type === "IEND") return join(kept);
    at = end;
  }
  return null;
}

/** Application segments that change how a picture looks: JFIF, colour profile, Adobe's colour transform. */
const JPEG_SHOWN = [0xe0, 0xe2, 0xee];

/** Comments, and application segments that only tell. */
const isJpegMetadata = (marker: number): boolean =>
  marker === 0xfe || (marker >= 0xe0 && marker <= 0xef && !JPEG_SHOWN.includes(marker));

function stripJpeg(bytes: Uint8Array): Uint8Array | null {
  const view = viewOf(bytes);
  const kept = [bytes.subarray(0, 2)];
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    // From the first scan on come pixels, to the end.
    if (marker === 0xda) return join([...kept, bytes.subarray(at)]);
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length || end < at + 4) return null;
    if (!isJpegMetadata(marker)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return null;
}

/** Flags of VP8X that announce Exif and XMP chunks. */
const WEBP_METADATA_FLAGS = 0x08 | 0x04;

function stripWebp(bytes: Uint8Array): Uint8Array | null {
  const view = viewOf(bytes);
  const end = Math.min(bytes.length, 8 + view.getUint32(4, true));
  const kept: Uint8Array[] = [];
  for (let at = 12; at + 8 <= end; ) {
    const size = view.getUint32(at + 4, true);
    const next = at + 8 + size + (size % 2);
    if (at + 8 + size > end) return null;
    const type = ascii(bytes, at, 4);
    const chunk = bytes.slice(at, Math.min(next, end));
    if (type === "VP8X") chunk[8] = (chunk[8] ?? 0) & ~WEBP_METADATA_FLAGS;
    if (type !== "EXIF" && type !== "XMP ") kept.push(chunk);
    at = next;
  }
  if (kept.length === 0) return null;
  const whole = join([bytes.slice(0, 12), ...kept]);
  viewOf(whole).setUint32(4, whole.length - 8, true);
  return whole;
}

/** Size of a colour table from the flags byte before it. */
const tableSize = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1));

/** Blocks up to the trailer without comments and foreign application data; NETSCAPE's says how often to loop. */
function stripGif(bytes: Uint8Array): Uint8Array | null {
  const kept = [bytes.subarray(0, 13 + tableSize(bytes[10] ?? 0))];
  for (let at = kept[0]?.length ?? 0; at < bytes.length; ) {
    if (bytes[at] === 0x3b) return join([...kept, bytes.subarray(at, at + 1)]);
    const end = gifBlockEnd(bytes, at);
    if (end === null) return null;
    if (!isGifMetadata(bytes, at)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return null;
}

function isGifMetadata(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0x21) return false;
  const label = bytes[at + 1];
  return label === 0xfe || (label === 0xff && !/^(NETSCAPE|ANIMEXTS)/.test(ascii(bytes, at + 3, 8)));
}

/** Where the block that starts at `at` ends, its sub-blocks included. */
function gifBlockEnd(bytes: Uint8Array, at: number): number | null {
  let next: number;
  if (bytes[at] === 0x21) next = at + 2;
  else if (bytes[at] === 0x2c) next = at + 11 + tableSize(bytes[at + 9] ?? 0);
  else return null;
  while (next < bytes.length) {
    const size = bytes[next] ?? 0;
    next += 1 + size;
    if (size === 0) return next;
  }
  return null;
}
