import type { JsonObject, JsonValue } from "./import-plan.ts";

/**
 * Most bytes of JSON an `extensions` column keeps of one original. Chosen: half of the 2 MB a D1 row may have, so
 * that the row's own fields fit beside it.
 */
export const MAX_KEPT_BYTES = 1_000_000;

/**
 * `original` as it fits its column. Nearly always it is complete; otherwise the largest properties are left
 * out, each named in `dropped`, until the rest fits.
 */
export function keepOriginal(
  original: JsonObject,
  maxBytes: number = MAX_KEPT_BYTES,
): { kept: JsonObject; dropped: string[] } {
  if (roughBytes(original, maxBytes) <= maxBytes) return { kept: original, dropped: [] };
  const bySize = Object.entries(original)
    .map(([key, value]) => ({ key, bytes: jsonBytes(value) + jsonBytes(key) + 2 }))
    .sort((a, b) => b.bytes - a.bytes);
  let total = bySize.reduce((sum, { bytes }) => sum + bytes, 2);
  const dropped: string[] = [];
  for (const { key, bytes } of bySize) {
    if (total <= maxBytes) break;
    dropped.push(key);
    total -= bytes;
  }
  const kept = Object.entries(original).filter(([key]) => !dropped.includes(key));
  return { kept: Object.fromEntries(kept), dropped };
}

const encoder = new TextEncoder();
const jsonBytes = (value: JsonValue): number => encoder.encode(JSON.stringify(value)).length;

/** Never less than the true size, cheap, and stops soon after passing `limit`: an escape takes six bytes at most. */
function roughBytes(value: JsonValue, limit: number): number {
  if (typeof value === "string") return value.length * 6 + 3;
  if (typeof value !== "object" || value === null) return 26;
  let sum = 2;
  for (const [key, member] of Object.entries(value)) {
    if (sum > limit) break;
    sum += key.length * 6 + 4 + roughBytes(member, limit - sum);
  }
  return sum;
}
