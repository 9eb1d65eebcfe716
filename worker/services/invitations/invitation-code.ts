import { sha256 } from "../../hex.ts";

/** Random bytes of a code: 128 bits, so that none is ever guessed. */
const CODE_BYTES = 16;

/** A new code, 22 characters of base64url: it stands in an address. */
export function newCode(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(CODE_BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** What is kept of a code: who reads the database cannot come in by it. */
export const hashOf = (code: string): Promise<string> => sha256(`invitation:${code}`);
