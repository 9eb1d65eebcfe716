import type { Digest } from "../state/ports.ts";

/** The page's SHA-256, or undefined where there is none (plain http). */
export function browserDigest(subtle: SubtleCrypto | undefined): Digest | undefined {
  if (!subtle) return undefined;
  return async (text) => {
    const bytes = new Uint8Array(await subtle.digest("SHA-256", new TextEncoder().encode(text)));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
}
