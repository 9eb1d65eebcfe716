import { crc32 } from "../../../../shared/formats/crc32.ts";

/** What a camera or a card writes where nobody looks. */
export const SECRET = "GPS 53.5N 9.9E and the whole system prompt";

export const text = (value: string): Uint8Array => Uint8Array.from(value, (char) => char.charCodeAt(0));

export function concat(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Bytes as a text one can look for words in. */
export const pictureText = (bytes: Uint8Array): string => new TextDecoder("latin1").decode(bytes);

const u8 = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
const u16 = (value: number): Uint8Array => u8(value >> 8, value & 255);
export const u32 = (value: number): Uint8Array => concat(u16(value >>> 16), u16(value & 0xffff));
const u16le = (value: number): Uint8Array => u16(value).reverse();
const u32le = (value: number): Uint8Array => u32(value).reverse();

export interface PictureOptions {
  readonly width?: number;
  readonly height?: number;
  /** Whether SECRET is hidden in it, in every place the format has. */
  readonly secret?: boolean;
}

/** A chunk of a PNG with its checksum. */
export const pngChunk = (type: string, data: Uint8Array): Uint8Array =>
  concat(u32(data.length), text(type), data, u32(crc32(concat(text(type), data))));

/** A PNG whose chunks are whole; its pixels are not. */
export function png({ width = 3, height = 2, secret = false }: PictureOptions): Uint8Array {
  const hidden = ["tEXt", "zTXt", "iTXt", "eXIf"].map((type) => pngChunk(type, text(`chara\0${SECRET}`)));
  return concat(
    u8(0x89),
    text("PNG\r\n\u001a\n"),
    pngChunk("IHDR", concat(u32(width), u32(height), u8(8, 6, 0, 0, 0))),
    ...(secret ? hidden : []),
    pngChunk("IDAT", u8(1, 2, 3)),
    pngChunk("IEND", u8()),
    ...(secret ? [text(SECRET)] : []),
  );
}

export function jpeg({ width = 3, height = 2, secret = false }: PictureOptions): Uint8Array {
  const segment = (marker: number, data: Uint8Array) => concat(u8(0xff, marker), u16(data.length + 2), data);
  const hidden = [0xe1, 0xed, 0xfe].map((marker) => segment(marker, text(SECRET)));
  return concat(
    u8(0xff, 0xd8),
    segment(0xe0, text("JFIF\0\u0001\u0001\0\0\u0001\0\u0001\0\0")),
    ...(secret ? hidden : []),
    segment(0xc0, concat(u8(8), u16(height), u16(width), u8(1, 1, 0x11, 0))),
    segment(0xda, u8(1, 1, 0, 0, 63, 0)),
    u8(1, 2, 3, 0xff, 0xd9),
  );
}

export function webp({ width = 3, height = 2, secret = false }: PictureOptions): Uint8Array {
  const chunk = (type: string, data: Uint8Array) =>
    concat(text(type), u32le(data.length), data, data.length % 2 === 1 ? u8(0) : u8());
  const u24le = (value: number) => u8(value & 255, (value >> 8) & 255, value >> 16);
  const body = concat(
    text("WEBP"),
    chunk("VP8X", concat(u8(secret ? 0x0c : 0, 0, 0, 0), u24le(width - 1), u24le(height - 1))),
    chunk("VP8L", u8(0x2f, 0, 0, 0, 0)),
    ...(secret ? [chunk("EXIF", text(SECRET)), chunk("XMP ", text(SECRET))] : []),
  );
  return concat(text("RIFF"), u32le(body.length), body, ...(secret ? [text(SECRET)] : []));
}

export function gif({ width = 3, height = 2, secret = false }: PictureOptions): Uint8Array {
  const block = (data: Uint8Array) => concat(u8(data.length), data, u8(0));
  const comment = concat(u8(0x21, 0xfe), block(text(SECRET)));
  const xmp = concat(u8(0x21, 0xff), u8(11), text("XMP DataXMP"), block(text(SECRET)));
  const loop = concat(u8(0x21, 0xff), u8(11), text("NETSCAPE2.0"), block(u8(1, 0, 0)));
  return concat(
    text("GIF89a"),
    u16le(width),
    u16le(height),
    u8(0x80, 0, 0),
    u8(0, 0, 0, 255, 255, 255),
    loop,
    ...(secret ? [comment, xmp] : []),
    concat(u8(0x2c), u16le(0), u16le(0), u16le(width), u16le(height), u8(0), u8(2)),
    block(u8(1, 2, 3)),
    u8(0x3b),
    ...(secret ? [text(SECRET)] : []),
  );
}
