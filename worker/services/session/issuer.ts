import { eq } from "drizzle-orm";
import { exportPKCS8, exportSPKI, generateKeyPair, importPKCS8, importSPKI, type JWTPayload, SignJWT } from "jose";
import { instanceKeys } from "../../../schema/tables/instance-keys.ts";
import { isoTime } from "../../clock.ts";
import { type Db, openDb } from "../../db.ts";
import { type InstanceMac, instanceMac } from "./instance-mac.ts";

/** The only algorithm we sign with and believe. */
export const ALG = "RS256";

/**
 * The worker's own issuer of tokens: embedded sign-in, guests, socket tickets. Its name holds the key's id, so tokens
 * of another instance are foreign by `iss` and `kid` before their signature is looked at.
 */
export interface Issuer {
  readonly iss: string;
  readonly kid: string;
  /** Shaped like Clerk's, naming the issuer's host, so that Clerk's verifier takes our cookies for its own. */
  readonly publishableKey: string;
  readonly publicKeyPem: string;
  readonly publicKey: CryptoKey;
  /** Signs `claims` as they are. @param typ What the token is for: a session (`JWT`) is no ticket. */
  sign(claims: JWTPayload, typ: string): Promise<string>;
  /** For what this instance has to recognise as its own, or to store without being able to tell what it was. */
  readonly mac: InstanceMac;
}

const issuers = new WeakMap<D1Database, Promise<Issuer>>();

/** This instance's issuer, read or made once per isolate. Making the key costs about 0.2 s, once per instance. */
export function issuerOf(binding: D1Database, nowMs: number): Promise<Issuer> {
  const known = issuers.get(binding);
  if (known !== undefined) return known;
  const loading = loadIssuer(openDb(binding), nowMs);
  issuers.set(binding, loading);
  loading.catch(() => issuers.delete(binding));
  return loading;
}

/** Reads the stored key pair, making it first where there is none. Of several makers at once, one key wins for all. */
export async function loadIssuer(db: Db, nowMs: number): Promise<Issuer> {
  const stored = (await readKey(db)) ?? (await makeKey(db, nowMs));
  const [publicKey, privateKey] = await Promise.all([
    importSPKI(stored.public_key, ALG),
    importPKCS8(stored.private_key, ALG),
  ]);
  const host = `${stored.id}.botcafe.invalid`;
  return {
    iss: `https://${host}`,
    kid: stored.id,
    publishableKey: `pk_live_${btoa(`${host}$`)}`,
    publicKeyPem: stored.public_key,
    publicKey,
    sign: (claims, typ) => new SignJWT(claims).setProtectedHeader({ alg: ALG, kid: stored.id, typ }).sign(privateKey),
    mac: instanceMac(stored.private_key),
  };
}

type StoredKey = typeof instanceKeys.$inferSelect;
const readKey = (db: Db): Promise<StoredKey | undefined> =>
  db.select().from(instanceKeys).where(eq(instanceKeys.kind, "issuer")).get();

async function makeKey(db: Db, nowMs: number): Promise<StoredKey> {
  const pair = await generateKeyPair(ALG, { modulusLength: 2048, extractable: true });
  const public_key = await exportSPKI(pair.publicKey);
  const made: StoredKey = {
    id: await keyId(public_key),
    kind: "issuer",
    public_key,
    private_key: await exportPKCS8(pair.privateKey),
    createdAt: isoTime(nowMs),
  };
  await db.insert(instanceKeys).values(made).onConflictDoNothing();
  // Whoever else was making one may have been first; the row that stands is the key of all.
  return (await readKey(db)) ?? made;
}

/** 32 hex digits of the public key's hash: fits a host name and says nothing. */
async function keyId(pem: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(pem)));
  return [...hash.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
