import { asciiOf, joined, type PictureParts, viewOf } from "./picture-parts.ts";

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const GRAPHIC_CONTROL = 0xf9;
const APPLICATION = 0xff;
/** Most blocks. Chosen: a picture and its delay for each frame there may be, and as much again. */
const MAX_BLOCKS = 8_000;

/** Size of a colour table from the flags byte before it. */
const tableSize = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1));

/** Blocks up to the trailer: pictures, how long each stands, how often all are shown again. */
export function stripGif(bytes: Uint8Array): PictureParts | null {
  const head = bytes.subarray(0, 13 + tableSize(bytes[10] ?? 0));
  const blocks = blocksOf(bytes, head.length);
  const frames = blocks?.filter(([kind]) => kind === IMAGE) ?? [];
  if (blocks === null || frames.length === 0) return null;
  return {
    bytes: joined([head, ...blocks.filter(isShown)]),
    frames: frames.length,
    pixels: frames.reduce((sum, frame) => sum + areaOf(frame), 0),
  };
}

const areaOf = (frame: Uint8Array): number => viewOf(frame).getUint16(5, true) * viewOf(frame).getUint16(7, true);

/** All blocks with the trailer; null where they do not fit together, do not end or are too many. */
function blocksOf(bytes: Uint8Array, from: number): Uint8Array[] | null {
  const blocks: Uint8Array[] = [];
  for (let at = from; at < bytes.length && blocks.length < MAX_BLOCKS; ) {
    const end = bytes[at] === TRAILER ? at + 1 : blockEnd(bytes, at);
    if (end === null) return null;
    blocks.push(bytes.subarray(at, end));
    if (bytes[at] === TRAILER) return blocks;
    at = end;
  }
  return null;
}

/** A loop count and a graphic control have one length; anything longer carries a message. */
function isShown(block: Uint8Array): boolean {
  const [kind, label] = block;
  if (kind !== EXTENSION) return true;
  if (label === GRAPHIC_CONTROL) return block.length === 8;
  return label === APPLICATION && block.length === 19 && /^(NETSCAPE2\.0|ANIMEXTS1\.0)$/.test(asciiOf(block, 3, 11));
}

/** Where the block that starts at `at` ends, its sub-blocks included. */
function blockEnd(bytes: Uint8Array, at: number): number | null {
  let next: number;
  if (bytes[at] === EXTENSION) next = at + 2;
  else if (bytes[at] === IMAGE && at + 10 <= bytes.length) next = at + 11 + tableSize(bytes[at + 9] ?? 0);
  else return null;
  while (next < bytes.length) {
    const size = bytes[next] ?? 0;
    next += 1 + size;
    if (size === 0) return next;
  }
  return null;
}
