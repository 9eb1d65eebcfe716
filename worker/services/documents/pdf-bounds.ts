import { Buffer } from "node:buffer";
import { constants, inflateRawSync } from "node:zlib";
import { type AsciiFilter, decodeAscii85, decodeAsciiHex } from "./ascii-filters.ts";
import { refused, tooMuch } from "./document-errors.ts";

/** What all packed parts of a PDF may unpack to, bytes; pictures are never unpacked when its text is read. */
const MAX_UNPACKED = 32_000_000;
const MAX_UNPACKED_PICTURES = 256_000_000;
/** The most that one part may be: it stands in memory whole. */
const MAX_PART = 32_000_000;
/** What a part counts for that cannot be unpacked to its end: it has cost something, and nobody says how much. */
const FAILED_PART = 2_000_000;
/** How deep a part may be packed within itself. Real files do not at all. */
const MAX_DEPTH = 3;
/** The least given to the unpacker, bytes; it is told more only where that was not all. */
const LEAST_WINDOW = 4_096;

/**
 * Names of what is not read: encryption, and packings whose end nobody knows before it is reached. `#` in a name is an
 * escape of PDF.
 */
const ENCRYPTED = /\/Encrypt(?![A-Za-z])/;
const OLD_PACKING = /\/(LZWDecode|LZW|RunLengthDecode|BrotliDecode)(?![A-Za-z])/;
const WIDE_ROWS = /\/Columns\s+\d{6}/;

/** What may still be spent of something. @throws AppError `too_large` at its end. */
class Allowance {
  left: number;
  constructor(bytes: number) {
    this.left = bytes;
  }
  spend(bytes: number): void {
    this.left -= bytes;
    if (this.left < 0) throw unpacksTooFar();
  }
}

const unpacksTooFar = () => tooMuch("This PDF unpacks to far more than it is. Save it anew with smaller pictures.");

/**
 * Refuses a PDF that would unpack to more than a Worker holds, before anything is made of it: the text reader unpacks
 * whole parts into memory, and a kilobyte can be a megabyte. Every part that can be unpacked is, and forgotten, whatever
 * the file says of it. Costs about a millisecond a megabyte.
 * @throws AppError `attachment_rejected`, `too_large`.
 */
export function demandBoundedPdf(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = namesOf(file);
  if (ENCRYPTED.test(names)) throw refused("This PDF is encrypted. Save it without protection and send it again.");
  demandPacking(names);
  const texts = new Allowance(MAX_UNPACKED);
  const pictures = new Allowance(MAX_UNPACKED_PICTURES);
  // Parts that lie over each other are read as often as they lie there.
  const reading = new Allowance(8 * bytes.length + 1_000_000);
  for (let at = file.indexOf("stream"); at >= 0; at = file.indexOf("stream", at + 6)) {
    if (file.toString("latin1", Math.max(0, at - 3), at) === "end") continue;
    const before = file.toString("latin1", Math.max(0, at - 400), at);
    const isPicture = /\/Subtype\s*\/Image/.test(before.slice(before.lastIndexOf("obj") + 1));
    const start = lineAfter(bytes, at + 6);
    const packed = packedAt(bytes, start, reading);
    if (packed === null) continue;
    const end = file.indexOf("endstream", start);
    measure(packed, end < 0 ? packed.length : end - start, {
      allowance: isPicture ? pictures : texts,
      reading,
      isPicture,
    });
  }
}

/** The bytes as text in which every name can be found. */
const namesOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString("latin1")
    .replace(/#([0-9A-Fa-f]{2})/g, (_whole: string, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

function demandPacking(names: string): void {
  if (OLD_PACKING.test(names))
    throw refused("This PDF is packed in a way that is not read here. Print it to a new PDF.");
  if (WIDE_ROWS.test(names)) throw refused("This PDF is damaged.");
}

/** Where the line after `at` begins. */
function lineAfter(bytes: Uint8Array, at: number): number {
  let next = at;
  while (next < bytes.length && bytes[next] !== 0x0a && bytes[next] !== 0x0d) next++;
  return bytes[next] === 0x0d && bytes[next + 1] === 0x0a ? next + 2 : next + 1;
}

/** Whether zlib data begins here: the test of RFC 1950 that readers of PDF make. */
const isZlib = (bytes: Uint8Array, at = 0): boolean => {
  const [method = 0, flags = 0] = [bytes[at], bytes[at + 1]];
  return (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0 && (flags & 0x20) === 0;
};

/** The deflated bytes of a part, or null where it is not packed. */
function packedAt(bytes: Uint8Array, start: number, reading: Allowance): Uint8Array | null {
  if (isZlib(bytes, start)) return bytes.subarray(start + 2);
  const filters: readonly AsciiFilter[] = [decodeAscii85, decodeAsciiHex];
  const filter = filters.find((decode) => isZlib(decode(bytes, start, 4)));
  if (filter === undefined) return null;
  const decoded = filter(bytes, start, bytes.length);
  reading.spend(decoded.length);
  return decoded.subarray(2);
}

interface Allowances {
  readonly allowance: Allowance;
  readonly reading: Allowance;
  readonly isPicture: boolean;
}

/** Unpacks a part, and what is packed within it, and counts. */
function measure(packed: Uint8Array, guess: number, allowances: Allowances, depth = 1): void {
  if (depth > MAX_DEPTH) throw refused("This PDF is damaged.");
  const unpacked = unpack(packed, guess, allowances);
  allowances.allowance.spend(unpacked?.length ?? FAILED_PART);
  if (unpacked === null) return;
  // A filter may be named from afar, in a part that is packed itself.
  if (!allowances.isPicture) demandPacking(namesOf(unpacked));
  if (isZlib(unpacked)) measure(unpacked.subarray(2), unpacked.length, allowances, depth + 1);
}

/**
 * What deflated bytes unpack to, or null where they are none. What follows their end is ignored, as readers do.
 * @param guess How many of them there probably are.
 * @throws AppError `too_large`.
 */
function unpack(packed: Uint8Array, guess: number, { allowance, reading }: Allowances): Uint8Array | null {
  const maxOutputLength = Math.max(1, Math.min(MAX_PART, allowance.left));
  for (let size = Math.max(guess, LEAST_WINDOW); ; size *= 8) {
    const window = packed.subarray(0, size);
    const isAll = window.length === packed.length;
    reading.spend(window.length);
    try {
      const whole = isAll ? { finishFlush: constants.Z_SYNC_FLUSH } : {};
      return inflateRawSync(window, { maxOutputLength, ...whole });
    } catch (error) {
      if (error instanceof RangeError) throw unpacksTooFar();
      if (isAll || !/unexpected end/.test(String(error))) return null;
    }
  }
}
