import { exportSPKI, generateKeyPair, SignJWT } from "jose";
import type { Env } from "../../env.ts";
import { issuerOf } from "../../services/session/issuer.ts";
import { ORIGIN } from "./call.ts";

/** A token of any shape: claims and header as given, signed by whatever signs. */
export interface Forger {
  readonly iss: string;
  readonly kid: string;
  /** The claims a good token of this issuer has, with `changes`; undefined removes one. */
  claims(changes?: Record<string, unknown>): Record<string, unknown>;
  sign(claims: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>;
}

/** A Clerk instance of one's own: its settings, and a signer of its tokens. */
export interface FakeClerk extends Forger {
  readonly vars: Partial<Env>;
}

const base64url = (bytes: Uint8Array | string): string =>
  btoa(typeof bytes === "string" ? bytes : String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

/** The compact form of any texts, signed by `hmacKey` or not at all. */
export async function assemble(header: string, payload: string, hmacKey?: string): Promise<string> {
  const input = `${base64url(header)}.${base64url(payload)}`;
  if (hmacKey === undefined) return `${input}.`;
  const secret = new TextEncoder().encode(hmacKey);
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(input));
  return `${input}.${base64url(new Uint8Array(mac))}`;
}

const defined = (claims: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));

const goodClaims = (iss: string, sub: string, email: string, changes: Record<string, unknown>) => {
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    azp: ORIGIN,
    email,
    exp: now + 60,
    iat: now - 1,
    iss,
    nbf: now - 1,
    sid: "sess_1",
    sts: "active",
    sub,
    v: 2,
  };
  return defined({ ...claims, ...changes });
};

/** Signs as this instance's own issuer would, for its user `sub`. */
export async function ownForger(env: Env, sub: string, email: string): Promise<Forger> {
  const { iss, kid, sign } = await issuerOf(env.DB, Date.now());
  return {
    iss,
    kid,
    claims: (changes = {}) => goodClaims(iss, sub, email, changes),
    sign: async (claims, header = {}) =>
      Object.keys(header).length === 0
        ? sign(claims, "JWT")
        : signWithIssuer(env, claims, { alg: "RS256", kid, typ: "JWT", ...header }),
  };
}

/** Signs with the issuer's stored key under any header: what nobody outside could do. */
async function signWithIssuer(
  env: Env,
  claims: Record<string, unknown>,
  header: Record<string, unknown>,
): Promise<string> {
  const { importPKCS8 } = await import("jose");
  const row = await env.DB.prepare("select private_key from instance_keys").first<{ private_key: string }>();
  const key = await importPKCS8(row!.private_key, "RS256");
  return new SignJWT(claims).setProtectedHeader(defined(header) as { alg: string }).sign(key);
}

/** A new key pair and the instance it would belong to. */
export async function fakeClerk(
  host = "clerk.cafe.example",
  sub = "user_1",
  email = "mara@example.org",
): Promise<FakeClerk> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  const iss = `https://${host}`;
  const kid = "ins_fake";
  return {
    iss,
    kid,
    vars: { CLERK_PUBLISHABLE_KEY: `pk_live_${btoa(`${host}$`)}`, CLERK_JWT_KEY: await exportSPKI(publicKey) },
    claims: (changes = {}) => goodClaims(iss, sub, email, changes),
    sign: (claims, header = {}) =>
      new SignJWT(claims)
        .setProtectedHeader(defined({ alg: "RS256", kid, typ: "JWT", ...header }) as { alg: string })
        .sign(privateKey),
  };
}
