import { describe, expect, test } from "vitest";
import { createKeyring, type EncryptionKey, fromBase64, type SecretPlace } from "./keyring.ts";

const SECRET = "sk-live-0123456789abcdef";
const PLACE: SecretPlace = { userId: "u1", provider: "openai", recordId: "r1", baseUrl: null };
const key = (version: number): EncryptionKey => ({ version, secret: new Uint8Array(32).fill(version) });
const code = (opening: Promise<string>) =>
  opening.then(
    (text) => `opened ${text}`,
    (error) => error.code,
  );

describe("a sealed secret", () => {
  test("[KEYR1] says nothing and opens where it belongs", async () => {
    const ring = await createKeyring([key(3)]);
    const stored = await ring.seal(SECRET, PLACE);
    expect(stored).toMatch(/^v3\.[A-Za-z0-9+/]+={0,2}$/);
    expect(fromBase64(stored.slice(3))).toHaveLength(12 + SECRET.length + 16);
    expect(new TextDecoder("latin1").decode(fromBase64(stored.slice(3))!)).not.toContain("sk-live");
    expect(await ring.open(stored, PLACE)).toBe(SECRET);
  });

  test.each([
    ["person", { userId: "u2" }],
    ["provider", { provider: "anthropic" }],
    ["record", { recordId: "r2" }],
    ["address", { baseUrl: "https://evil.example" }],
    ["person and record, their ids shifted", { userId: "u1|openai", provider: "r1", recordId: "" }],
  ])("[KEYR1] does not open for another %s", async (_, other) => {
    const ring = await createKeyring([key(1)]);
    expect(await code(ring.open(await ring.seal(SECRET, PLACE), { ...PLACE, ...other }))).toBe("internal");
  });

  test("[KEYR1] of a custom provider does not open for another address, or for none", async () => {
    const ring = await createKeyring([key(1)]);
    const place = { ...PLACE, provider: "custom", baseUrl: "https://models.example/v1" };
    const stored = await ring.seal(SECRET, place);
    expect(await ring.open(stored, place)).toBe(SECRET);
    for (const baseUrl of ["https://models.example/v2", null])
      expect(await code(ring.open(stored, { ...place, baseUrl }))).toBe("internal");
  });

  test("[KEYR1] does not open with any of its bytes changed, or cut anywhere", async () => {
    const ring = await createKeyring([key(1)]);
    const stored = await ring.seal(SECRET, PLACE);
    const bytes = fromBase64(stored.slice(3))!;
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = bytes.slice();
      changed[at] = changed[at]! ^ (1 << (at % 8));
      expect(await code(ring.open(`v1.${btoa(String.fromCharCode(...changed))}`, PLACE))).toBe("internal");
    }
    for (let end = 0; end < stored.length; end += 1)
      expect(await code(ring.open(stored.slice(0, end), PLACE))).toBe("internal");
  });

  test("[KEYR1] does not open under another version's number", async () => {
    const ring = await createKeyring([key(2), key(1)]);
    const stored = await ring.seal(SECRET, PLACE);
    expect(await code(ring.open(stored.replace("v2.", "v1."), PLACE))).toBe("internal");
    const twins = await createKeyring([key(2), { version: 1, secret: key(2).secret }]);
    expect(await code(twins.open(stored.replace("v2.", "v1."), PLACE))).toBe("internal");
    expect(await twins.open(stored, PLACE)).toBe(SECRET);
  });

  test("[KEYR2] has an IV of its own: 10,000 of the same secret are 10,000", async () => {
    const ring = await createKeyring([key(1)]);
    const all = await Promise.all(Array.from({ length: 10_000 }, () => ring.seal(SECRET, PLACE)));
    expect(new Set(all.map((stored) => stored.slice(3, 19))).size).toBe(10_000);
  });

  test("[KEYR3] of an older version opens while that version is there", async () => {
    const old = await createKeyring([key(1)]);
    const stored = await old.seal(SECRET, PLACE);
    const both = await createKeyring([key(2), key(1)]);
    expect([both.current, both.versions, await both.open(stored, PLACE)]).toEqual([2, [2, 1], SECRET]);
    expect(await both.seal(SECRET, PLACE)).toMatch(/^v2\./);
    const renewed = await createKeyring([key(2)]);
    const error = await renewed.open(stored, PLACE).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: "not_configured", publicMessage: expect.stringContaining("Enter it again") });
  });
});
