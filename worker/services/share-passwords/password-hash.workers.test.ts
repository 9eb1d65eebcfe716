import { expect, test } from "vitest";
import { hashPassword, isPasswordOf } from "./password-hash.ts";

test("[LOCK1] a password is kept as scrypt with its cost and a salt of its own, and only it matches", async () => {
  const [one, two] = [await hashPassword("tide tables"), await hashPassword("tide tables")];
  expect(one).toMatch(/^scrypt\$32768\$8\$3\$[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=$/);
  expect(one).not.toBe(two);
  expect(await isPasswordOf("tide tables", one)).toBe(true);
  expect(await isPasswordOf("Tide tables", one)).toBe(false);
  expect(await isPasswordOf("tide tables", "tide tables")).toBe(false);
});
