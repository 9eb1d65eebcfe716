import { zlibSync } from "fflate";

/** Bit by bit and on its own, so that a wrong table in the product can not agree with the tests. */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const uint32 = (...values: readonly number[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (const [index, value] of values.entries()) view.setUint32(4 * index, value);
  return new Uint8Array(view.buffer);
};

export function chunk(type: string, data: Uint8Array = new Uint8Array()): Uint8Array {
  const body = join(ascii(type), data);
  return join(uint32(data.length), body, uint32(checksum(body)));
}

export const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
export const header = (width = 1, height = 1, depth = 8, colour = 6): Uint8Array =>
  chunk("IHDR", join(uint32(width, height), Uint8Array.of(depth, colour, 0, 0, 0)));
export const animation = (frames: number): Uint8Array => chunk("acTL", uint32(frames, 0));
export const pixels = (): Uint8Array => chunk("IDAT", zlibSync(Uint8Array.of(0, 1, 2, 3, 4)));
export const end = (): Uint8Array => chunk("IEND");

/** A one-pixel PNG with the given chunks after its header. */
export const png = (...chunks: readonly Uint8Array[]): Uint8Array =>
  join(SIGNATURE, header(), ...chunks, pixels(), end());

export const text = (keyword: string, value: string): Uint8Array =>
  chunk("tEXt", join(ascii(keyword), Uint8Array.of(0), ascii(value)));
export const compressedText = (keyword: string, value: Uint8Array): Uint8Array =>
  chunk("zTXt", join(ascii(keyword), Uint8Array.of(0, 0), zlibSync(value, { level: 9 })));
export const internationalText = (keyword: string, value: Uint8Array, isCompressed: boolean): Uint8Array =>
  chunk(
    "iTXt",
    join(
      ascii(keyword),
      Uint8Array.of(0, isCompressed ? 1 : 0, 0),
      ascii("en"),
      Uint8Array.of(0),
      utf8("Karte"),
      Uint8Array.of(0),
      isCompressed ? zlibSync(value) : value,
    ),
  );

export const base64Json = (value: unknown): string => {
  let binary = "";
  for (const byte of utf8(JSON.stringify(value))) binary += String.fromCharCode(byte);
  return btoa(binary);
};

export const json = (value: unknown): Uint8Array => utf8(JSON.stringify(value));
