import { expect, test } from "vitest";
import { createIdSource, pooled } from "./ids.ts";

const zeros = (bytes: Uint8Array): void => {
  bytes.fill(0xff);
};

test("an id is a UUIDv7 of its time", () => {
  const newId = createIdSource(() => 0x0123456789ab, zeros);
  expect(newId()).toBe("01234567-89ab-7000-bfff-ffffffffffff");
});

test("ids rise, also within a millisecond, past its counter, and when the clock goes back", () => {
  let now = 1_000;
  const newId = createIdSource(() => now, zeros);
  const ids = Array.from({ length: 10_000 }, () => newId());
  now = 500;
  ids.push(newId());
  now = 2_000;
  ids.push(newId());
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
});

test("random bytes come from a pool that is drawn again when it is used up, and none comes twice", () => {
  let draws = 0;
  const fill = pooled((bytes) => new Uint16Array(bytes.buffer).fill(++draws));
  const given = Array.from({ length: 300 }, () => {
    const bytes = new Uint8Array(8);
    fill(bytes);
    return bytes[0];
  });
  expect([draws, given[0], given[127], given[128], given[256]]).toEqual([3, 1, 1, 2, 3]);
});
