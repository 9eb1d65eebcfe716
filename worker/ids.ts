import { hex } from "./hex.ts";

/**
 * Makes UUIDv7 texts (RFC 9562): 48 bits of Unix milliseconds, a 12-bit counter that keeps ids of one millisecond in
 * the order they were made, 62 random bits. Sorts as time does, also as text.
 *
 * @param nowMs May stand still or go back; ids keep rising all the same.
 * @param fill Fills the array with random bytes from a cryptographic source.
 */
export function createIdSource(nowMs: () => number, fill: (bytes: Uint8Array) => void): () => string {
  let lastMs = 0;
  let counter = 0;
  return () => {
    const now = nowMs();
    counter = now > lastMs ? 0 : counter + 1;
    lastMs = Math.max(lastMs, now);
    if (counter > 0xfff) {
      lastMs += 1;
      counter = 0;
    }
    const bytes = new Uint8Array(8);
    fill(bytes);
    const time = lastMs.toString(16).padStart(12, "0");
    bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x80;
    const tail = hex(bytes);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, "0")}-${tail.slice(0, 4)}-${tail.slice(4)}`;
  };
}

/** Random bytes drawn at once: asking the system for eight costs as much as for a thousand. */
const POOL_BYTES = 1_024;

/** Fills from a pool that `draw` fills; no byte is given out twice. */
export function pooled(draw: (bytes: Uint8Array<ArrayBuffer>) => void): (bytes: Uint8Array) => void {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return (bytes) => {
    if (used + bytes.length > POOL_BYTES) {
      draw(pool);
      used = 0;
    }
    bytes.set(pool.subarray(used, used + bytes.length));
    used += bytes.length;
  };
}

/** A new row id. */
export const newId = createIdSource(
  Date.now,
  pooled((bytes) => {
    crypto.getRandomValues(bytes);
  }),
);
