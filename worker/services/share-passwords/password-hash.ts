import { Buffer } from "node:buffer";
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** Cost of a new hash: reliability S-21. About 0.2 s of CPU and 32 MiB, so it runs in the Worker and never in a room. */
const COST = { N: 2 ** 15, r: 8, p: 3 } as const;
const SALT_BYTES = 16;
const KEY_BYTES = 32;

type Cost = { readonly N: number; readonly r: number; readonly p: number };

/** Node's own limit is 32 MiB, which this cost needs to the byte and a little more. */
const memoryOf = ({ N, r, p }: Cost): number => 128 * r * (N + p) + 64 * 1_024;

/** Two texts that look the same are the same password, whatever keyboard made them. */
const bytesOf = (password: string): Buffer => Buffer.from(password.normalize("NFKC"), "utf8");

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

function derive(password: string, salt: Uint8Array, cost: Cost): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  scrypt(bytesOf(password), salt, KEY_BYTES, { ...cost, maxmem: memoryOf(cost) }, (error, key) =>
    error ? reject(error) : resolve(key),
  );
  return promise;
}

/** `scrypt$N$r$p$salt$key`, the last two in base64: what it cost is kept with it, so that the cost can rise later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, base64(salt), base64(key)].join("$");
}

/** Whether `hash` was made of `password`. Takes as long for a wrong one. False for a text that is no hash of ours. */
export async function isPasswordOf(password: string, hash: string): Promise<boolean> {
  const [kind, N, r, p, salt, key] = hash.split("$");
  if (kind !== "scrypt" || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, "base64");
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const found = await derive(password, Buffer.from(salt, "base64"), cost);
  return expected.length === found.length && timingSafeEqual(expected, found);
}
