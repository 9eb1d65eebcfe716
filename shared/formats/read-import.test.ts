import { expect, test } from "vitest";
import { MAX_JSON_BYTES, readImport } from "./read-import.ts";
import { ascii, json, utf8 } from "./testing/make-png.ts";
import { planOf, refusalOf, V1 } from "./testing/sample-files.ts";

const refused = (bytes: Uint8Array) => {
  const result = readImport(bytes);
  return result.ok ? null : result.refusal;
};

test.each<[string, Uint8Array]>([
  ["zip archive, as CHARX", ascii("PK\x03\x04........")],
  ["JPEG", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0)],
  ["WebP", ascii("RIFF....WEBPVP8 ")],
  ["GIF", ascii("GIF89a")],
  ["gzip", Uint8Array.of(0x1f, 0x8b, 8)],
  ["PDF", ascii("%PDF-1.7")],
  ["NovelAI", json({ lorebookVersion: 5, entries: [{ text: "a", keys: ["b"] }] })],
  ["Agnai memory book", json({ kind: "memory", name: "x", entries: [] })],
  ["Agnai character", json({ kind: "character", name: "x", persona: {} })],
  ["Risu", json({ type: "risu", ver: 1, data: [] })],
  ["Pygmalion", json({ char_name: "x", char_persona: "y" })],
  [
    "SillyTavern chat",
    utf8('{"user_name":"unused","character_name":"unused","chat_metadata":{}}\n{"name":"A","mes":"b"}\n'),
  ],
  ["SillyTavern chat", utf8('{"user_name":"Anna","character_name":"Mira","create_date":"2023-5-12"}\n{"name":"A"}')],
  ["SillyTavern chat", json({ chat_metadata: {}, user_name: "unused" })],
])("[FMT8] %s is refused by name", (name, bytes) => {
  expect(refused(bytes)).toMatchObject({ code: "unsupported_media_type", message: expect.stringContaining(name) });
  expect(refused(bytes)?.message).toContain("can not be read yet");
});

test("[FMT9] unknown JSON is refused, naming its keys and what is expected", () => {
  const refusal = refusalOf({ temperature: 1, top_p: 0.9 });
  expect(refusal).toMatchObject({ code: "invalid", message: expect.stringContaining("temperature, top_p") });
  expect(refusal.message).toContain("character card");
  expect(refusal.message).toContain("lorebook");
});

test.each([[[1]], ["text"], [5], [null], [{}], [{ name: "x" }], [{ spec: 5 }], [{ data: {} }]])(
  "[FMT9] %j is refused as invalid",
  (value) => expect(refusalOf(value)).toMatchObject({ code: "invalid" }),
);

test("[FMT9] files that are no files are refused in words", () => {
  expect(refused(new Uint8Array())).toMatchObject({ code: "invalid", message: expect.stringContaining("empty") });
  expect(refused(utf8("Dear diary"))).toMatchObject({ code: "invalid", message: expect.stringContaining("JSON") });
});

test("[FMT6] JSON over its cap is refused by size", () => {
  expect(refused(new Uint8Array(MAX_JSON_BYTES + 1).fill(0x20))).toMatchObject({ code: "too_large" });
});

test("[FMT8] what the browser calls a file does not matter, its bytes do", () => {
  expect(planOf(V1, { filename: "card.png", mimeType: "image/png" }).format).toBe("chara_card_v1");
});
