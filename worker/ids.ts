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
    const random = [...bytes].map((byte, at) => (at === 0 ? (byte & 0x3f) | 0x80 : byte));
    const tail = random.map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, "0")}-${tail.slice(0, 4)}-${tail.slice(4)}`;
  };
}

/** A new row id. */
export const newId = createIdSource(Date.now, (bytes) => {
  crypto.getRandomValues(bytes);
});
