import process from "node:process";
import { describe, expect, test } from "vitest";
import { imageInfo } from "./image-info.ts";
import { readPicture } from "./read-picture.ts";
import { concat, gif, jpeg, pictureText, png, pngChunk, text, u32, webp } from "./testing/pictures.ts";
import { IMPOSTORS, PAYLOAD, POLYGLOTS } from "./testing/polyglots.ts";

const refusal = (bytes: Uint8Array) =>
  readPicture(bytes).then(
    () => "taken",
    (error) => error.code,
  );

describe("files that are two things at once", () => {
  test.each(POLYGLOTS)("[MEDIA6] %s: nothing but the picture is kept", async (_, bytes) => {
    expect(pictureText(bytes)).toContain(PAYLOAD);
    const picture = await readPicture(bytes);
    expect(picture.info).toEqual(imageInfo(bytes));
    expect(pictureText(picture.bytes).includes("canary")).toBe(false);
    expect((await readPicture(picture.bytes)).bytes).toEqual(picture.bytes);
  });
  test.each(IMPOSTORS)("[MEDIA6] %s is no picture", async (_, bytes) => {
    expect(["attachment_rejected", "too_large"]).toContain(await refusal(bytes));
  });
  test("[MEDIA6] at least 60 are tried", () => {
    expect(new Set([...POLYGLOTS, ...IMPOSTORS].map(([name]) => name)).size).toBeGreaterThanOrEqual(60);
  });
});

const many = (count: number, part: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(count * part.length);
  for (let at = 0; at < whole.length; at += part.length) whole.set(part, at);
  return whole;
};
const AFTER_IHDR = 33;
const inPng = (part: Uint8Array, picture = png({})) =>
  concat(picture.subarray(0, AFTER_IHDR), part, picture.subarray(AFTER_IHDR));
const frame = (width: number, height: number) =>
  pngChunk("fcTL", concat(u32(0), u32(width), u32(height), new Uint8Array(14)));
/** A zlib stream of `size` zeros. */
async function deflated(size: number): Promise<Uint8Array> {
  const zeros = new Blob([new Uint8Array(size)]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(zeros).arrayBuffer());
}
const gifFrame = (width: number, height: number) =>
  concat(text(","), Uint8Array.of(0, 0, 0, 0, width & 255, width >> 8, height & 255, height >> 8, 0, 2, 1, 0, 0));
const inGif = (part: Uint8Array, picture = gif({})) => concat(picture.subarray(0, 19), part, picture.subarray(19));
const still = (width: number, height: number) => inGif(many(1, gifFrame(width, height)), gif({ width, height }));
const scan = (() => {
  const whole = jpeg({});
  return whole.subarray(33, whole.length - 2);
})();

/** Files that cost little to send and much to show. */
const BOMBS: readonly (readonly [name: string, make: () => Uint8Array | Promise<Uint8Array>])[] = [
  ["a PNG of 65 500 × 65 500", () => png({ width: 65_500, height: 65_500 })],
  ["a PNG of 2³¹ × 1", () => png({ width: 0x7fffffff, height: 1 })],
  ["a PNG of 2³² − 1 squared", () => png({ width: 0xffffffff, height: 0xffffffff })],
  ["a PNG of 6 400 × 6 400", () => png({ width: 6_400, height: 6_400 })],
  ["a PNG of nothing", () => png({ width: 0, height: 5 })],
  ["a PNG whose header is one byte longer", () => concat(png({}).subarray(0, 8), pngChunk("IHDR", new Uint8Array(14)))],
  ["a PNG with two headers", () => inPng(png({ width: 9_999, height: 4_000 }).subarray(8, AFTER_IHDR))],
  [
    "a PNG with a bit depth of 77",
    () => concat(png({}).subarray(0, 8), pngChunk("IHDR", concat(u32(3), u32(2), Uint8Array.of(77, 6, 0, 0, 0)))),
  ],
  ["a PNG of 5 001 chunks", () => inPng(many(5_001, pngChunk("IDAT", new Uint8Array(0))))],
  ["a PNG of 800 000 chunks", () => inPng(many(800_000, pngChunk("IDAT", new Uint8Array(0))))],
  [
    "a PNG whose chunk says 2³¹ bytes",
    () => concat(png({}).subarray(0, AFTER_IHDR), u32(0x7fffffff), text("IDAT"), new Uint8Array(64)),
  ],
  [
    "a PNG whose chunk says 2³² − 1 bytes",
    () => concat(png({}).subarray(0, AFTER_IHDR), u32(0xffffffff), text("IDAT"), new Uint8Array(64)),
  ],
  ["an APNG of 2 001 frames", () => inPng(many(2_001, frame(1, 1)))],
  ["an APNG of 1 000 000 frames, as far as they fit", () => inPng(many(250_000, frame(1, 1)))],
  [
    "an APNG of 20 frames of 36 million pixels",
    () => inPng(many(20, frame(6_000, 6_000)), png({ width: 6_000, height: 6_000 })),
  ],
  ["an APNG whose frame is larger than itself", () => inPng(frame(60_000, 60_000))],
  ["an APNG whose frame is a little wider than itself", () => inPng(frame(4, 2))],
  ["an APNG whose frame is a little higher than itself", () => inPng(frame(3, 3))],
  ["an APNG whose frame is cut short", () => inPng(pngChunk("fcTL", new Uint8Array(4)))],
  ["a GIF of 65 535 × 65 535", () => gif({ width: 65_535, height: 65_535 })],
  ["a GIF of 2 001 frames", () => inGif(many(2_001, gifFrame(1, 1)))],
  ["a GIF of 700 000 frames", () => inGif(many(700_000, gifFrame(1, 1)))],
  ["a small GIF of frames of 65 535 × 65 535", () => inGif(gifFrame(65_535, 65_535))],
  [
    "a GIF of 20 frames of 36 million pixels",
    () => inGif(many(20, gifFrame(6_000, 6_000)), gif({ width: 6_000, height: 6_000 })),
  ],
  ["a JPEG of 65 535 × 65 535", () => jpeg({ width: 65_535, height: 65_535 })],
  ["a JPEG of 101 scans", () => concat(jpeg({}).subarray(0, 33), many(101, scan), Uint8Array.of(0xff, 0xd9))],
  ["a JPEG of 900 000 scans", () => concat(jpeg({}).subarray(0, 33), many(900_000, scan), Uint8Array.of(0xff, 0xd9))],
  [
    "a JPEG of 2 500 000 empty segments",
    () => concat(jpeg({}).subarray(0, 2), many(2_500_000, Uint8Array.of(0xff, 0xfe, 0, 2))),
  ],
  ["a JPEG of padding alone", () => concat(jpeg({}).subarray(0, 20), new Uint8Array(10_000_000).fill(0xff))],
  ["a JPEG whose pixels never end", () => concat(jpeg({}).subarray(0, 43), many(5_000_000, Uint8Array.of(0xff, 0)))],
  ["a WebP of 16 384 × 16 384", () => webp({ width: 16_384, height: 16_384 })],
  [
    "a WebP whose picture is larger than it says",
    () =>
      concat(
        text("RIFF"),
        Uint8Array.of(44, 0, 0, 0),
        webp({}).subarray(8, 30),
        text("VP8L"),
        Uint8Array.of(5, 0, 0, 0, 0x2f, 0xff, 0xff, 0xff, 0x0f, 0),
        new Uint8Array(10),
      ),
  ],
  [
    "a WebP whose chunk says 2³² − 1 bytes",
    () =>
      concat(
        text("RIFF"),
        Uint8Array.of(200, 0, 0, 0),
        webp({}).subarray(8, 30),
        text("VP8L"),
        Uint8Array.of(255, 255, 255, 255),
        new Uint8Array(64),
      ),
  ],
  ["11 MB of a picture", () => concat(png({}), new Uint8Array(11 * 1024 * 1024))],
];

describe("pictures that cost more than they say", () => {
  test.each(BOMBS)("[MEDIA7] %s is refused at once", async (_, make) => {
    const bytes = await make();
    const before = process.threadCpuUsage();
    expect(["attachment_rejected", "too_large"]).toContain(await refusal(bytes));
    const { user, system } = process.threadCpuUsage(before);
    // 250 ms on an idle machine is the promise (reliability S-15); a shared core takes up to four times as long.
    expect((user + system) / 1_000).toBeLessThan(1_000);
  });

  test("[MEDIA7] compressed texts are never inflated, and a profile only up to its limit", async () => {
    const zeros = await deflated(50_000_000);
    const texts = inPng(concat(...["zTXt", "iCCP"].map((type) => pngChunk(type, concat(text("k\0\0"), zeros)))));
    expect((await readPicture(texts)).bytes).toEqual(png({}));
    const profile = inPng(pngChunk("iCCP", concat(text("icc\0\0"), await deflated(3_000))));
    expect((await readPicture(profile)).bytes).toEqual(profile);
  });

  test("[MEDIA7] what moves within the limits is taken as it is", async () => {
    const moving = inPng(concat(many(50, frame(3, 2))));
    for (const bytes of [moving, inGif(many(50, gifFrame(3, 2))), still(5_000, 8_000)])
      expect((await readPicture(bytes)).bytes).toEqual(bytes);
  });
});
