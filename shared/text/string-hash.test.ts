import { expect, test } from "vitest";
import { hash32, mix32 } from "./string-hash.ts";

test("a hash is a 32-bit unsigned integer and always the same", () => {
  for (const text of ["", "a", "灯台", "\ud83d", "x".repeat(10_000)]) {
    const hash = hash32(text);
    expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32, text).toBe(true);
    expect(hash32(text)).toBe(hash);
  }
});

test("hashes are frozen: stored turns are replayed with them", () => {
  expect([hash32(""), hash32("a"), hash32("dragon"), mix32(1)]).toEqual(FROZEN);
});

test("neighbouring texts land far apart: each of the 32 bits differs in about half of the pairs", () => {
  const flips = new Array<number>(32).fill(0);
  const pairs = 4_000;
  for (let i = 0; i < pairs; i++) {
    const difference = hash32(`entry-${i}`) ^ hash32(`entry-${i + 1}`);
    for (let bit = 0; bit < 32; bit++) if ((difference >>> bit) & 1) flips[bit]!++;
  }
  for (const [bit, count] of flips.entries()) expect(Math.abs(count / pairs - 0.5), `bit ${bit}`).toBeLessThan(0.05);
});

/** Counted once; changing them breaks replays of what is stored. */
const FROZEN = [2872998923, 444641715, 575616048, 1364076727];
