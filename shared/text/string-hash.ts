const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Scrambles 32 bits so that every input bit moves about half of the output bits.
 *
 * @source the finaliser of MurmurHash3 (its published constants).
 */
export function mix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * A 32-bit hash of a text: FNV-1a over its UTF-16 units, then {@link mix32}. Not for secrets: anyone can find
 * collisions. It decides dice, never rights.
 *
 * @returns An integer in [0, 2^32). Linear in the text; never throws.
 */
export function hash32(text: string): number {
  let h = FNV_OFFSET;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), FNV_PRIME);
  return mix32(h);
}
