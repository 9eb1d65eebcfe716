import { concat, gif, jpeg, png, pngChunk, text, webp } from "./pictures.ts";

/** Stands in every foreign part. */
export const PAYLOAD = "<script>canary(1)</script>";
const HTML = `<!doctype html><html>${PAYLOAD}</html>`;
const ZIP = `PK\u0003\u0004\u0014\0\0\0\0\0META-INF/MANIFEST.MF${PAYLOAD}PK\u0001\u0002PK\u0005\u0006`;
const PHP = `<?php system($_GET[0]); ?>${PAYLOAD}`;
const PDF = `%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(${PAYLOAD})>>>>endobj\n%%EOF`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="canary()">${PAYLOAD}</svg>`;
const ELF = `\u007fELF\u0002\u0001\u0001${PAYLOAD}`;

const u8 = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
const pad = (value: string): Uint8Array => text(value.padEnd(64));
/** `bytes` with `part` put in at `at`. */
const insert = (bytes: Uint8Array, at: number, part: Uint8Array): Uint8Array =>
  concat(bytes.subarray(0, at), part, bytes.subarray(at));

const AFTER_SIGNATURE = 8;
const AFTER_IHDR = 33;
const pngWith = (type: string, body: string, at = AFTER_IHDR) => insert(png({}), at, pngChunk(type, text(body)));
const segment = (marker: number, body: string) =>
  concat(u8(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255), text(body));
const jpegWith = (marker: number, body: string) => insert(jpeg({}), 2, segment(marker, body));
const subBlocks = (body: string) => concat(u8(body.length), text(body), u8(0));
/** After header and colour table. */
const gifWith = (...parts: Uint8Array[]) => insert(gif({}), 19, concat(...parts));
const webpChunk = (type: string, body: string) => {
  const even = body.length % 2 === 0 ? body : `${body} `;
  return concat(text(type), u8(even.length & 255, even.length >> 8, 0, 0), text(even));
};
function webpWith(...parts: Uint8Array[]): Uint8Array {
  const whole = concat(webp({}), ...parts);
  new DataView(whole.buffer).setUint32(4, whole.length - 8, true);
  return whole;
}

/** Pictures with something else in them: what is served of them must not hold it. */
export const POLYGLOTS: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ...[
    ["HTML", HTML],
    ["a ZIP", ZIP],
    ["PHP", PHP],
    ["a PDF", PDF],
    ["SVG", SVG],
    ["a program", ELF],
  ].flatMap(([what = "", body = ""]) => [
    [`PNG and then ${what}`, concat(png({}), text(body))] as const,
    [`JPEG and then ${what}`, concat(jpeg({}), text(body))] as const,
    [`GIF and then ${what}`, concat(gif({}), text(body))] as const,
    [`WebP and then ${what}`, concat(webp({}), text(body))] as const,
  ]),
  ...["tEXt", "zTXt", "iTXt", "eXIf", "tIME", "teSt", "prVt", "htMl", "sPLT", "hIST", "vpAg", "caNv", "caBX"].map(
    (type) => [`PNG with HTML as ${type}`, pngWith(type, `k\0${HTML}`)] as const,
  ),
  ["PNG with HTML as a profile that is no zlib stream", pngWith("iCCP", `icc\0\0${HTML}`)],
  ["PNG with a second picture", concat(png({}), pngWith("tEXt", HTML))],
  ...[0xe0, 0xe1, 0xe2, 0xe3, 0xe5, 0xec, 0xed, 0xee, 0xef, 0xfe].map(
    (marker) => [`JPEG with HTML in segment ${marker.toString(16)}`, jpegWith(marker, HTML)] as const,
  ),
  ["JPEG with a JFIF thumbnail of HTML", jpegWith(0xe0, `JFIF\0\u0001\u0001\0\0\u0001\0\u0001\u0005\u0005${HTML}`)],
  ["JPEG with an Adobe segment of HTML", jpegWith(0xee, `Adobe\0d\0\0\0\0\u0001${HTML}`)],
  ["JPEG with a script comment", jpegWith(0xfe, `*/=canary(1);/*${PAYLOAD}`)],
  ["JPEG whose first segment begins a script", jpegWith(0xe0, `${"/".repeat(200)}*/=1;${PAYLOAD}/*`)],
  ["JPEG with HTML between frame and scan", insert(jpeg({}), 2 + 18, segment(0xfe, HTML))],
  ["JPEG with a second JPEG behind it", concat(jpeg({}), jpegWith(0xfe, HTML))],
  ["GIF with a comment", gifWith(u8(0x21, 0xfe), subBlocks(HTML))],
  ["GIF with plain text", gifWith(u8(0x21, 0x01), subBlocks("x".repeat(12)), u8(0x21, 0x01), subBlocks(HTML))],
  ["GIF with XMP", gifWith(u8(0x21, 0xff, 11), text("XMP DataXMP"), subBlocks(HTML))],
  ["GIF with a loop block that says more", gifWith(u8(0x21, 0xff, 11), text("NETSCAPE2.0"), subBlocks(HTML))],
  ["GIF with a graphic control that says more", gifWith(u8(0x21, 0xf9), subBlocks(HTML))],
  ["GIF with an unknown extension", gifWith(u8(0x21, 0x77), subBlocks(HTML))],
  ["WebP with EXIF", webpWith(webpChunk("EXIF", HTML))],
  ["WebP with XMP", webpWith(webpChunk("XMP ", HTML))],
  ["WebP with an unknown chunk", webpWith(webpChunk("HTML", HTML))],
  ["WebP with a ZIP as a chunk", webpWith(webpChunk("PK\u0003\u0004", ZIP))],
];

/** Not pictures at all, or not whole ones, whatever they call themselves. */
export const IMPOSTORS: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ["SVG", pad(SVG)],
  ["SVG behind an XML header", pad(`<?xml version="1.0"?>${SVG}`)],
  ["SVG behind a BOM", concat(u8(0xef, 0xbb, 0xbf), pad(SVG))],
  ["SVGZ", concat(u8(0x1f, 0x8b, 8, 0), pad(SVG))],
  ["HTML", pad(HTML)],
  ["HTML behind white space", pad(`\n\n  ${HTML}`)],
  ["JavaScript", pad(`canary(1);//${PAYLOAD}`)],
  ["PDF", pad(PDF)],
  ["ZIP", pad(ZIP)],
  ["ELF", pad(ELF)],
  ["BMP", pad(`BM${HTML}`)],
  ["TIFF", pad(`II*\0${HTML}`)],
  ["ICO", concat(u8(0, 0, 1, 0), pad(HTML))],
  ["AVIF", concat(text("\0\0\0 ftypavif"), pad(HTML))],
  ["WAV in RIFF", concat(text("RIFF\u0010\0\0\0WAVEfmt "), pad(HTML))],
  ["GIF87 that goes on as a script", pad(`GIF87a=1;canary();//${PAYLOAD}`)],
  ["GIF whose width begins a comment", concat(text("GIF89a/*"), gif({}).subarray(8), text("*/=1;canary()"))],
  ["GIF without a picture", concat(gif({}).subarray(0, 19), u8(0x3b), text(HTML))],
  ["GIF without an end", concat(gif({}).subarray(0, -1), text(HTML))],
  ["PNG signature and HTML", concat(png({}).subarray(0, 8), pad(HTML))],
  ["PNG with a ZIP before the header", pngWith("PKPK", ZIP, AFTER_SIGNATURE)],
  ["PNG behind HTML", concat(text(HTML), png({}))],
  ["PNG without an end", concat(png({}).subarray(0, -12), text(HTML))],
  ["PNG with a wrong checksum", concat(png({}).subarray(0, 29), u8(0, 0, 0, 0), png({}).subarray(33))],
  [
    "PNG with a chunk without a name",
    insert(png({}), AFTER_IHDR, concat(u8(0, 0, 0, 0), text("<scr"), u8(0, 0, 0, 0))),
  ],
  ["JPEG signature and HTML", concat(u8(0xff, 0xd8, 0xff), pad(HTML))],
  ["JPEG without an end", concat(jpeg({}).subarray(0, -2), text(HTML))],
  ["JPEG without a scan", concat(jpeg({}).subarray(0, 33), u8(0xff, 0xd9), pad(HTML))],
  ["JPEG with two frames", insert(jpeg({}), 20, jpeg({}).subarray(20, 33))],
  ["WebP of two pictures", webpWith(webpChunk("VP8L", "\u002f\0\0\0\0"))],
  ["WebP without a picture", webp({}).subarray(0, 30)],
  ["RIFF of HTML", concat(text("RIFF\u0040\0\0\0WEBPVP8 "), pad(HTML))],
];
