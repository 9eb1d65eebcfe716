import { expect, test } from "vitest";
import { createIdSource } from "./ids.ts";

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
