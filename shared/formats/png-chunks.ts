import { crc32 } from "./crc32.ts";
import { type Read, refuse } from "./import-plan.ts";

/** What a PNG may be before anyone decodes a pixel (reliability S-15). */
export const PNG_LIMITS = { bytes: 10_000_000, side: 10_000, pixels: 40_000_000, chunks: 5_000 } as const;

export interface PngChunk {
  /** Four ASCII letters, e.g. `IDAT`. */
  readonly type: string;
  readonly data: Uint8Array;
  /** Length, type, data and checksum, as in the file. A view, not a copy. */
  readonly raw: Uint8Array;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Bit depths each colour type allows (PNG, third edition, table 12). */
const BIT_DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
const DAMAGED = "The picture is damaged. Download it again from where it came from.";

export const isPng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, at) => bytes[at] === byte);

/**
 * Splits a PNG or APNG into its chunks, up to and including IEND; bytes after it are ignored. Checks size first, then
 * the header, then every length and checksum. Decodes nothing. Linear, about 2 ns a byte for the checksums.
 */
export function readPngChunks(bytes: Uint8Array): Read<PngChunk[]> {
  if (bytes.length > PNG_LIMITS.bytes)
    return refuse("too_large", `The picture has ${bytes.length} bytes; at most ${PNG_LIMITS.bytes} can be imported.`);
  if (!isPng(bytes)) return refuse("invalid", "This is not a PNG: its signature is missing.");
  const chunks: PngChunk[] = [];
  let at = SIGNATURE.length;
  while (chunks.at(-1)?.type !== "IEND") {
    if (chunks.length >= PNG_LIMITS.chunks)
      return refuse(
        "too_large",
        `The picture has more than ${PNG_LIMITS.chunks} chunks. Save it again as a plain PNG.`,
      );
    const chunk = readChunk(bytes, at);
    if (!chunk.ok) return chunk;
    const problem = checkPlace(chunk.value, chunks.length);
    if (problem) return problem;
    chunks.push(chunk.value);
    at += chunk.value.raw.length;
  }
  return chunks.some(({ type }) => type === "IDAT")
    ? { ok: true, value: chunks }
    : refuse("invalid", `The PNG has no image data. ${DAMAGED}`, "IDAT");
}

/** The picture itself: every chunk but text. Whatever stood after IEND is gone too. */
export function writeWithoutText(chunks: readonly PngChunk[]): Uint8Array {
  const kept = chunks.filter(({ type }) => !isTextChunk(type));
  const out = new Uint8Array(kept.reduce((sum, { raw }) => sum + raw.length, SIGNATURE.length));
  out.set(SIGNATURE);
  let at = SIGNATURE.length;
  for (const { raw } of kept) {
    out.set(raw, at);
    at += raw.length;
  }
  return out;
}

export const isTextChunk = (type: string): boolean => type === "tEXt" || type === "zTXt" || type === "iTXt";

function readChunk(bytes: Uint8Array, at: number): Read<PngChunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const left = bytes.length - at;
  if (left < 12) return refuse("invalid", `The PNG ends before its IEND chunk. ${DAMAGED}`);
  const length = view.getUint32(at);
  const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
  if (!/^[A-Za-z]{4}$/.test(type)) return refuse("invalid", `The PNG has a chunk without a name. ${DAMAGED}`);
  if (length > left - 12)
    return refuse("invalid", `The ${type} chunk says ${length} bytes but only ${left - 12} are left. ${DAMAGED}`, type);
  const raw = bytes.subarray(at, at + 12 + length);
  if (crc32(raw.subarray(4, 8 + length)) !== view.getUint32(at + 8 + length))
    return refuse("invalid", `The checksum of the ${type} chunk is wrong. ${DAMAGED}`, type);
  return { ok: true, value: { type, data: raw.subarray(8, 8 + length), raw } };
}

function checkPlace(chunk: PngChunk, place: number): Read<never> | null {
  if ((chunk.type === "IHDR") !== (place === 0))
    return refuse("invalid", `The PNG must begin with its only IHDR chunk. ${DAMAGED}`, "IHDR");
  if (chunk.type === "IHDR") return checkHeader(chunk.data);
  return chunk.type === "acTL" ? checkFrames(chunk.data) : null;
}

function checkHeader(data: Uint8Array): Read<never> | null {
  if (data.length !== 13) return refuse("invalid", `The IHDR chunk must have 13 bytes. ${DAMAGED}`, "IHDR");
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth = 0, colour = 0, compression, filter, interlace = 0] = data.subarray(8);
  if (width === 0 || height === 0) return refuse("invalid", `The picture has no size. ${DAMAGED}`, "IHDR");
  if (Math.max(width, height) > PNG_LIMITS.side || width * height > PNG_LIMITS.pixels)
    return refuse(
      "too_large",
      `The picture is ${width} × ${height}; each side may have ${PNG_LIMITS.side} pixels and both together ${PNG_LIMITS.pixels}. Scale it down.`,
      "IHDR",
    );
  const isKnown = BIT_DEPTHS[colour]?.includes(depth) && compression === 0 && filter === 0 && interlace <= 1;
  return isKnown
    ? null
    : refuse("invalid", `The IHDR chunk names a pixel format PNG does not have. ${DAMAGED}`, "IHDR");
}

/** Every frame of an APNG needs two chunks, so a higher count than that is a lie or a bomb. */
function checkFrames(data: Uint8Array): Read<never> | null {
  if (data.length !== 8) return refuse("invalid", `The acTL chunk must have 8 bytes. ${DAMAGED}`, "acTL");
  const frames = new DataView(data.buffer, data.byteOffset, data.byteLength).getUint32(0);
  return frames <= PNG_LIMITS.chunks / 2
    ? null
    : refuse("too_large", `The animation says ${frames} frames. Save it with fewer.`, "acTL");
}
