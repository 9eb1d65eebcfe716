import type { ImageType } from "../../../shared/fields/media.ts";

/** What an image's first bytes say of it. */
export interface ImageInfo {
  readonly type: ImageType;
  readonly width: number;
  readonly height: number;
}

const ascii = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * Type and size of an image by its bytes alone; its name and declared type are a stranger's word.
 * @returns Null for anything that is not a whole header of a PNG, JPEG, WebP or GIF. Decodes nothing.
 */
export function imageInfo(bytes: Uint8Array): ImageInfo | null {
  if (bytes.length < 32) return null;
  if (ascii(bytes, 1, 3) === "PNG" && bytes[0] === 0x89) return pngInfo(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return jpegInfo(bytes);
  if (/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return gifInfo(bytes);
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 4) === "WEBP") return webpInfo(bytes);
  return null;
}

const known = (type: ImageType, width: number, height: number): ImageInfo | null =>
  width > 0 && height > 0 ? { type, width, height } : null;

function pngInfo(bytes: Uint8Array): ImageInfo | null {
  const view = viewOf(bytes);
  return ascii(bytes, 12, 4) === "IHDR" ? known("image/png", view.getUint32(16), view.getUint32(20)) : null;
}

function gifInfo(bytes: Uint8Array): ImageInfo | null {
  const view = viewOf(bytes);
  return known("image/gif", view.getUint16(6, true), view.getUint16(8, true));
}

/** Start-of-frame markers; the three left out of 0xC0–0xCF are tables. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpegInfo(bytes: Uint8Array): ImageInfo | null {
  const view = viewOf(bytes);
  for (let at = 2; at + 9 < bytes.length; at += 2 + view.getUint16(at + 2)) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (isFrame(marker)) return known("image/jpeg", view.getUint16(at + 7), view.getUint16(at + 5));
    if (view.getUint16(at + 2) < 2) return null;
  }
  return null;
}

function webpInfo(bytes: Uint8Array): ImageInfo | null {
  const view = viewOf(bytes);
  const uint24 = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  switch (ascii(bytes, 12, 4)) {
    case "VP8X":
      return known("image/webp", uint24(24) + 1, uint24(27) + 1);
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return bytes[20] === 0x2f ? known("image/webp", (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1) : null;
    }
    case "VP8 ":
      return known("image/webp", view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    default:
      return null;
  }
}
