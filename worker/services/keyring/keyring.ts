import { AppError } from "../../../shared/app-error.ts";

/** Whose secret it is. It opens for the same row of the same person and provider, and for nothing else. */
export interface SecretPlace {
  readonly userId: string;
  readonly provider: string;
  readonly recordId: string;
  /** Where alone the secret may be sent, if its provider has no address of its own; bound to it as well. */
  readonly baseUrl: string | null;
}

/** AES-256 keys by version. The current one encrypts; the others only read what they encrypted. */
export interface Keyring {
  readonly current: number;
  readonly versions: readonly number[];
  /** `v<version>.<base64 of IV and ciphertext>` of `secret`, with an IV never used before. */
  seal(secret: string, place: SecretPlace): Promise<string>;
  /**
   * What `seal` made `stored` of.
   * @throws AppError `not_configured` where its version is gone; `internal` for a text that does not belong to `place`
   *   or was changed.
   */
  open(stored: string, place: SecretPlace): Promise<string>;
}

/** One key: its version, from 1, and its 32 bytes. */
export interface EncryptionKey {
  readonly version: number;
  readonly secret: Uint8Array;
}

const CIPHER = "AES-GCM";
/** Bytes of a key, and of an IV (NIST SP 800-38D). */
export const KEY_BYTES = 32;
const IV_BYTES = 12;

/** @param keys The current one first. */
export async function createKeyring(keys: readonly [EncryptionKey, ...EncryptionKey[]]): Promise<Keyring> {
  const current = keys[0].version;
  const ring = new Map(
    await Promise.all(keys.map(async ({ version, secret }) => [version, await importKey(secret)] as const)),
  );
  const keyOf = (version: number): CryptoKey => {
    const key = ring.get(version);
    if (key !== undefined) return key;
    throw new AppError("not_configured", "key version is gone", {
      publicMessage: "This server can no longer read that key. Enter it again.",
    });
  };
  return {
    current,
    versions: [...ring.keys()],
    seal: async (secret, place) => {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const how = { name: CIPHER, iv, additionalData: boundTo(current, place) };
      const sealed = await crypto.subtle.encrypt(how, keyOf(current), new TextEncoder().encode(secret));
      return `v${current}.${toBase64(iv, new Uint8Array(sealed))}`;
    },
    open: async (stored, place) => {
      const { version, bytes } = readStored(stored);
      const key = keyOf(version);
      const how = { name: CIPHER, iv: bytes.slice(0, IV_BYTES), additionalData: boundTo(version, place) };
      try {
        return new TextDecoder().decode(await crypto.subtle.decrypt(how, key, bytes.slice(IV_BYTES)));
      } catch (cause) {
        throw unreadable(cause);
      }
    },
  };
}

const importKey = (secret: Uint8Array): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", secret as Uint8Array<ArrayBuffer>, CIPHER, false, ["encrypt", "decrypt"]);

/** `v|user_id|provider|record_id` (reliability S-19). No part may hold a `|`: ids have none, and the address comes last. */
function boundTo(version: number, { userId, provider, recordId, baseUrl }: SecretPlace): Uint8Array<ArrayBuffer> {
  const parts = [version, userId, provider, recordId, ...(baseUrl === null ? [] : [baseUrl])];
  return new TextEncoder().encode(parts.join("|")) as Uint8Array<ArrayBuffer>;
}

const unreadable = (cause?: unknown): AppError =>
  new AppError("internal", "stored key does not open", {
    cause,
    publicMessage: "That key cannot be read any more. Enter it again.",
  });

function readStored(stored: string): { version: number; bytes: Uint8Array<ArrayBuffer> } {
  const [, version, base64] = /^v([1-9]\d{0,8})\.([A-Za-z0-9+/]+={0,2})$/.exec(stored) ?? [];
  const bytes = base64 === undefined ? null : fromBase64(base64);
  if (version === undefined || bytes === null || bytes.length <= IV_BYTES) throw unreadable();
  return { version: Number(version), bytes };
}

const toBase64 = (...parts: readonly Uint8Array[]): string =>
  btoa(parts.flatMap((part) => [...part].map((byte) => String.fromCharCode(byte))).join(""));

/** The bytes of a base64 text, or null for a text that is none or not the one way to write them. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    return toBase64(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}
