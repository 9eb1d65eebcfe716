import { zlibSync } from "fflate";
import { describe, expect, test } from "vitest";
import { readPngChunks, writeWithoutText } from "./png-chunks.ts";
import { readImport } from "./read-import.ts";
import * as make from "./testing/make-png.ts";
import { V2 } from "./testing/sample-files.ts";

const codeOf = (bytes: Uint8Array) => {
  const result = readImport(bytes);
  return result.ok ? "read" : result.refusal.code;
};
const refusalOf = (bytes: Uint8Array) => {
  const result = readImport(bytes);
  return result.ok ? null : result.refusal;
};
const card = () => make.text("chara", make.base64Json(V2));
const withHeader = (header: Uint8Array) => make.join(make.SIGNATURE, header, card(), make.pixels(), make.end());

describe("size", { timeout: 30_000 }, () => {
  test("[FMT1] a picture of 65,500 by 65,500 pixels is refused by its header alone", () => {
    expect(refusalOf(make.join(make.SIGNATURE, make.header(65_500, 65_500)))).toMatchObject({
      code: "too_large",
      path: "IHDR",
    });
  });

  test.each([
    [10_000, 4_000, "read"],
    [4_000, 10_000, "read"],
    [10_001, 1, "too_large"],
    [1, 10_001, "too_large"],
    [8_000, 5_001, "too_large"],
    [0, 1, "invalid"],
    [0xffffffff, 0xffffffff, "too_large"],
  ])("[FMT1] %i × %i is %s", (width, height, expected) => {
    expect(codeOf(withHeader(make.header(width, height)))).toBe(expected);
  });

  test("[FMT1] bytes are counted before anything else is looked at", () => {
    const bytes = new Uint8Array(10_000_001);
    bytes.set(make.png(card()));
    expect(codeOf(bytes)).toBe("too_large");
    expect(codeOf(bytes.subarray(0, 10_000_000))).toBe("read");
  });

  test("[FMT1] 5,000 chunks pass and one more does not", () => {
    const filler = (count: number) => Array.from({ length: count }, () => make.chunk("teSt"));
    expect(codeOf(make.png(card(), ...filler(4_996)))).toBe("read");
    expect(codeOf(make.png(card(), ...filler(4_997)))).toBe("too_large");
  });

  test("[FMT1] an animation that says a million frames is refused, one of two frames is a picture", () => {
    expect(codeOf(make.png(make.animation(1_000_000), card()))).toBe("too_large");
    expect(codeOf(make.png(make.animation(2), card()))).toBe("read");
  });
});

describe("soundness", () => {
  const whole = make.png(card());

  test("[FMT2] cut at any place, it is refused and never read", () => {
    for (let length = 8; length < whole.length; length += 7) expect(codeOf(whole.subarray(0, length))).toBe("invalid");
  });

  test("[FMT2] a chunk that claims more bytes than are left is named", () => {
    const bytes = whole.slice();
    new DataView(bytes.buffer).setUint32(33, 0x7fffffff);
    expect(refusalOf(bytes)).toMatchObject({ code: "invalid", path: "tEXt" });
  });

  test("[FMT2] one flipped bit anywhere after the signature is noticed", () => {
    for (let at = 8; at < whole.length; at += 11) {
      const bytes = whole.slice();
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      expect(codeOf(bytes)).not.toBe("read");
    }
  });

  test.each([
    ["a depth its colour type does not allow", make.header(1, 1, 4, 6)],
    ["a colour type PNG does not have", make.header(1, 1, 8, 5)],
    ["a short header", make.chunk("IHDR", new Uint8Array(12))],
    ["no header", make.chunk("gAMA", new Uint8Array(4))],
    ["two headers", make.join(make.header(), make.header())],
  ])("[FMT2] %s is refused", (_, header) => {
    expect(refusalOf(withHeader(header))).toMatchObject({ code: "invalid", path: "IHDR" });
  });

  test("[FMT2] a PNG without image data is refused", () => {
    expect(refusalOf(make.join(make.SIGNATURE, make.header(), card(), make.end()))).toMatchObject({ path: "IDAT" });
  });
});

describe("the picture handed on", () => {
  test("[FMT5] has every chunk but text, in order, and nothing after its end", () => {
    const gamma = make.chunk("gAMA", Uint8Array.of(0, 0, 0, 1));
    const original = make.join(
      make.png(card(), gamma, make.compressedText("parameters", make.utf8("a prompt"))),
      make.ascii("PK\x03\x04 hidden"),
    );
    const result = readImport(original);
    expect(result.ok && result.plan.bots[0]?.picture).toEqual(make.png(gamma));
  });

  test("[FMT5] an animation keeps its frames", () => {
    const frames = [make.animation(2), make.chunk("fcTL", new Uint8Array(26)), make.chunk("fdAT", new Uint8Array(9))];
    const chunks = readPngChunks(make.png(...frames, card()));
    expect(chunks.ok && writeWithoutText(chunks.value)).toEqual(make.png(...frames));
  });

  test("[FMT5] what is handed on is a sound PNG that no longer holds a card", () => {
    const result = readImport(make.png(card()));
    const picture = result.ok ? result.plan.bots[0]?.picture : null;
    expect(refusalOf(picture ?? new Uint8Array())).toMatchObject({ code: "invalid", message: /no character card/ });
  });
});

test("[FMT2] the checksum is over type and data, as other writers make it", () => {
  // IEND of every PNG there is: no data, checksum AE 42 60 82.
  expect(make.end().slice(-4)).toEqual(Uint8Array.of(0xae, 0x42, 0x60, 0x82));
  expect(readPngChunks(make.png()).ok).toBe(true);
  expect(zlibSync(new Uint8Array(1))[0]).toBe(0x78);
});
