import { asciiOf, joined, type PictureParts, viewOf } from "./picture-parts.ts";

/** Flags of VP8X that announce Exif and XMP chunks. */
const METADATA_FLAGS = 0x08 | 0x04;
/** Chunks a picture is made of; no others are kept. */
const SHOWN: readonly string[] = ["VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP"];
/** Chunks within a frame. */
const IN_FRAME: readonly string[] = ["VP8 ", "VP8L", "ALPH"];
/** Bytes before the chunks of a frame. */
const FRAME_HEADER = 16;

interface Chunk {
  readonly type: string;
  /** With its header, and the byte that makes it even. */
  readonly raw: Uint8Array;
  readonly data: Uint8Array;
}

/** What the RIFF header covers: what stands after it is not part of the picture. */
export function stripWebp(bytes: Uint8Array): PictureParts | null {
  const end = Math.min(bytes.length, 8 + viewOf(bytes).getUint32(4, true));
  const chunks = chunksOf(bytes.subarray(0, end), 12);
  if (chunks === null) return null;
  const frames = chunks.filter(({ type }) => type === "ANMF");
  const stills = chunks.filter(({ type }) => type === "VP8 " || type === "VP8L");
  if (stills.length + Math.min(frames.length, 1) !== 1) return null;
  const areas = frames.length > 0 ? frames.map(frameArea) : stills.map(stillArea);
  const canvas = canvasOf(chunks);
  if (areas.some((size) => size === null || (canvas !== null && !fits(size, canvas)))) return null;
  const kept = chunks.filter(({ type }) => SHOWN.includes(type)).map(withoutMessages);
  const whole = joined([bytes.slice(0, 12), ...kept]);
  viewOf(whole).setUint32(4, whole.length - 8, true);
  return {
    bytes: whole,
    frames: areas.length,
    pixels: areas.reduce((sum, size) => sum + (size === null ? 0 : size.width * size.height), 0),
  };
}

/** The chunks from `from` on; null where one is longer than what is left. */
function chunksOf(bytes: Uint8Array, from: number): Chunk[] | null {
  const view = viewOf(bytes);
  const chunks: Chunk[] = [];
  for (let at = from; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    if (at + 8 + size > bytes.length) return null;
    const next = Math.min(at + 8 + size + (size % 2), bytes.length);
    const raw = bytes.slice(at, next);
    chunks.push({ type: asciiOf(bytes, at, 4), raw, data: raw.subarray(8, 8 + size) });
    at = next;
  }
  return chunks;
}

function withoutMessages({ type, raw, data }: Chunk): Uint8Array {
  if (type === "VP8X") data[0] = (data[0] ?? 0) & ~METADATA_FLAGS;
  if (type !== "ANMF") return raw;
  const inner = (chunksOf(data, FRAME_HEADER) ?? []).filter((chunk) => IN_FRAME.includes(chunk.type));
  const frame = joined([raw.subarray(0, 8), data.subarray(0, FRAME_HEADER), ...inner.map((chunk) => chunk.raw)]);
  viewOf(frame).setUint32(4, frame.length - 8, true);
  return frame;
}

interface Size {
  readonly width: number;
  readonly height: number;
}
const fits = (size: Size, canvas: Size): boolean => size.width <= canvas.width && size.height <= canvas.height;
const uint24 = (data: Uint8Array, at: number): number =>
  (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16);

function canvasOf(chunks: readonly Chunk[]): Size | null {
  const canvas = chunks.find(({ type }) => type === "VP8X")?.data;
  if (canvas === undefined || canvas.length < 10) return null;
  return { width: uint24(canvas, 4) + 1, height: uint24(canvas, 7) + 1 };
}

const frameArea = ({ data }: Chunk): Size | null => {
  if (data.length < FRAME_HEADER || chunksOf(data, FRAME_HEADER) === null) return null;
  return { width: uint24(data, 6) + 1, height: uint24(data, 9) + 1 };
};

function stillArea({ type, data }: Chunk): Size | null {
  const view = viewOf(data);
  if (type === "VP8L") {
    if (data.length < 5 || data[0] !== 0x2f) return null;
    const bits = view.getUint32(1, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (data.length < 10) return null;
  return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff };
}
