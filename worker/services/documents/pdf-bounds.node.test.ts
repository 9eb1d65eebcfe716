import { deflateRawSync, deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { demandBoundedPdf } from "./pdf-bounds.ts";
import { ascii85, makePdf } from "./testing/make-pdf.ts";

const latin1 = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const zeros = (megabytes: number) => Buffer.alloc(megabytes * 1_000_000);
const BOMB = deflateSync(zeros(40));
const PICTURE = "/Type /XObject /Subtype /Image /Filter /FlateDecode";
const page = [{ lines: ["Hello."] }];
const withPart = (dictionary: string, bytes: Uint8Array) => makePdf(page, { parts: [{ dictionary, bytes }] });

/** Header bytes that PDF readers take and zlib itself does not. */
const oddHeader = (): Uint8Array => {
  const raw = deflateRawSync(zeros(40));
  return Buffer.concat([Uint8Array.of(0xf8, (31 - ((0xf8 * 256) % 31)) % 31), raw]);
};
/** Forty megabytes that begin with a whole block in which the word stands that ends a part. */
const falseEnd = (): Uint8Array => {
  const words = latin1("endstream endobj ");
  const stored = [0x00, words.length, 0, 255 - words.length, 255];
  return Buffer.concat([Uint8Array.of(0x78, 0x9c, ...stored), words, deflateRawSync(zeros(40))]);
};
const codeOf = (bytes: Uint8Array): string => {
  try {
    demandBoundedPdf(bytes);
    return "taken";
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe("demandBoundedPdf", () => {
  test.each([
    ["plain", makePdf(page)],
    ["packed", makePdf(page, { packing: "flate" })],
    ["packed and written as text", makePdf(page, { packing: "ascii85" })],
    ["with a picture of 25 MB", withPart(PICTURE, deflateSync(zeros(25)))],
    [
      "with nine of them",
      makePdf(page, {
        parts: Array.from({ length: 9 }, () => ({ dictionary: PICTURE, bytes: deflateSync(zeros(25)) })),
      }),
    ],
    ["with a part that is damaged", withPart("/Filter /FlateDecode", Uint8Array.of(0x78, 0x9c, 0xff, 0xff, 1))],
  ])("[DOC6] takes a PDF that is %s", (_, bytes) => {
    expect(codeOf(bytes)).toBe("taken");
  });

  test.each([
    ["one part", withPart("/Filter /FlateDecode", BOMB)],
    ["a part that says nothing of it", withPart("", BOMB)],
    ["a part that says it is a picture", withPart(PICTURE, BOMB)],
    [
      "many parts that are each within the limit",
      makePdf(page, { parts: Array.from({ length: 4 }, () => ({ dictionary: "", bytes: deflateSync(zeros(9)) })) }),
    ],
    [
      "eleven pictures",
      makePdf(page, {
        parts: Array.from({ length: 11 }, () => ({ dictionary: PICTURE, bytes: deflateSync(zeros(25)) })),
      }),
    ],
    ["a part written as text", withPart("/Filter [/ASCII85Decode /FlateDecode]", latin1(ascii85(BOMB)))],
    [
      "a part written as digits",
      withPart("/Filter [/ASCIIHexDecode /FlateDecode]", latin1(Buffer.from(BOMB).toString("hex"))),
    ],
    ["a part packed twice", withPart("/Filter [/FlateDecode /FlateDecode]", deflateSync(BOMB))],
    ["a header that zlib would not take", withPart("/Filter /FlateDecode", oddHeader())],
    ["a part with its end in its middle", withPart("/Filter /FlateDecode", falseEnd())],
    [
      "parts that break off",
      makePdf(page, {
        parts: Array.from({ length: 40 }, () => ({
          dictionary: "",
          bytes: Buffer.concat([deflateSync(zeros(1)).subarray(0, 900), Uint8Array.of(255, 255, 255)]),
        })),
      }),
    ],
  ])("[DOC6] refuses too much in %s", (_, bytes) => {
    const from = performance.now();
    expect(codeOf(bytes)).toBe("too_large");
    // It takes a few tens of milliseconds; a page beside it goes first, so this is for what never ends.
    expect(performance.now() - from).toBeLessThan(15_000);
  });

  test.each([
    ["an old packing", "/Filter /LZWDecode"],
    ["one by its short name", "/Filter /LZW"],
    ["one with a name in disguise", "/Filter /#4cZWDecode"],
    ["runs", "/Filter [ /RunLengthDecode ]"],
    ["rows of a gigabyte", "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 1000000000 >>"],
  ])("[DOC6] refuses %s", (_, dictionary) => {
    expect(codeOf(withPart(dictionary, latin1("x")))).toBe("attachment_rejected");
  });

  test("[DOC6] refuses an old packing that is only named within a packed part", () => {
    expect(codeOf(withPart("/Type /ObjStm /Filter /FlateDecode", deflateSync(latin1("9 0 /LZWDecode"))))).toBe(
      "attachment_rejected",
    );
  });

  test("[DOC4] refuses what is encrypted, in whatever spelling", () => {
    for (const trailer of ["/Encrypt 9 0 R", "/E#6ecrypt 9 0 R"])
      expect(codeOf(makePdf(page, { trailer }))).toBe("attachment_rejected");
  });

  test("[DOC6] reads a file of nothing but beginnings only so often", () => {
    const from = performance.now();
    const bytes = latin1(`%PDF-1.4\n${"stream\nx\x9c".repeat(300_000)}`);
    expect(["too_large", "attachment_rejected"]).toContain(codeOf(bytes));
    expect(performance.now() - from).toBeLessThan(10_000);
  });
});
