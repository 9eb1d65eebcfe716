/** A keyed hash (HMAC-SHA-256, 32 bytes) of `text`. Hashes of different purposes say nothing about each other. */
export type InstanceMac = (purpose: string, text: string) => Promise<Uint8Array<ArrayBuffer>>;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Keyed hashes of this instance, their keys made from its private key (HKDF), so that there is no second secret. */
export function instanceMac(privateKeyPem: string): InstanceMac {
  const keys = new Map<string, Promise<CryptoKey>>();
  const keyFor = (purpose: string): Promise<CryptoKey> => {
    const known = keys.get(purpose) ?? deriveKey(privateKeyPem, purpose);
    keys.set(purpose, known);
    return known;
  };
  return async (purpose, text) => new Uint8Array(await crypto.subtle.sign("HMAC", await keyFor(purpose), utf8(text)));
}

async function deriveKey(secret: string, purpose: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", utf8(secret), "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8(`botcafe ${purpose}`) },
    material,
    { name: "HMAC", hash: "SHA-256", length: 256 },
    false,
    ["sign"],
  );
}
