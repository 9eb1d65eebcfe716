import { type PngChunk, readPngChunks } from "../../../shared/formats/png-chunks.ts";
import { joined, type PictureParts, viewOf } from "./picture-parts.ts";

/** Chunks that change how a picture looks or moves. Everything else, known or not, is somebody's message. */
const SHOWN: ReadonlySet<string> = new Set([
  ...["IHDR", "PLTE", "IDAT", "IEND", "tRNS"],
  ...["gAMA", "cHRM", "sRGB", "iCCP", "cICP", "mDCV", "cLLI", "sBIT", "bKGD", "pHYs"],
  ...["acTL", "fcTL", "fdAT"],
]);
/** Most bytes of an inflated colour profile (reliability S-15). */
const MAX_PROFILE_BYTES = 4_000_000;

/** Chunks up to IEND; what stands after the picture is not part of it. */
export async function stripPng(bytes: Uint8Array): Promise<PictureParts | null> {
  const chunks = readPngChunks(bytes);
  if (!chunks.ok) return null;
  const kept: PngChunk[] = [];
  for (const chunk of chunks.value) if (await isShown(chunk)) kept.push(chunk);
  const frames = chunks.value.filter(({ type }) => type === "fcTL").map(({ data }) => sizeOf(data, 4));
  const [header] = chunks.value;
  const whole = header === undefined ? null : sizeOf(header.data, 0);
  const areas = [whole, ...frames];
  if (whole === null || areas.some((size) => size === null || size.width > whole.width || size.height > whole.height))
    return null;
  return {
    bytes: joined([bytes.subarray(0, 8), ...kept.map(({ raw }) => raw)]),
    frames: Math.max(1, frames.length),
    pixels: areas.reduce((sum, size) => sum + (size === null ? 0 : size.width * size.height), 0),
  };
}

const sizeOf = (data: Uint8Array, at: number) =>
  data.length < at + 8 ? null : { width: viewOf(data).getUint32(at), height: viewOf(data).getUint32(at + 4) };

const isShown = async ({ type, data }: PngChunk): Promise<boolean> =>
  SHOWN.has(type) && (type !== "iCCP" || (await isProfile(data)));

/** Name, NUL, method 0, a zlib stream that keeps to the limit. */
async function isProfile(data: Uint8Array): Promise<boolean> {
  const end = data.indexOf(0);
  if (end < 1 || end > 79 || data[end + 1] !== 0) return false;
  const body = data.subarray(end + 2) as Uint8Array<ArrayBuffer>;
  let size = 0;
  try {
    for await (const part of new Blob([body]).stream().pipeThrough(new DecompressionStream("deflate"))) {
      size += part.length;
      if (size > MAX_PROFILE_BYTES) return false;
    }
    return size > 0;
  } catch {
    return false;
  }
}
