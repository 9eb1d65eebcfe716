import { createClerkClient } from "@clerk/backend";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { z } from "zod";
import type { Env, Settings } from "../../env.ts";
import { ALG, type Issuer, issuerOf } from "./issuer.ts";

/** Longest credential looked at, characters (reliability S-01). */
export const MAX_CREDENTIAL = 8 * 1024;

/** What a caller shows: a token by itself, or Clerk's cookies. */
export type Credential =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "cookies"; readonly header: string };

/** Claims of a token whose signature, times, issuer, key id and party have all been checked. */
export interface VerifiedSession {
  readonly claims: SessionClaims;
  /** `own`: our issuer (embedded sign-in and guests); `clerk`: the configured Clerk instance. */
  readonly by: "own" | "clerk";
}

const SessionClaims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(200),
  sid: z.string().min(1).max(200),
  azp: z.string(),
  iat: z.number(),
  exp: z.number(),
  sts: z.string().optional(),
  email: z.email().max(254).optional(),
  email_verified: z.boolean().optional(),
});
export type SessionClaims = z.infer<typeof SessionClaims>;

/** A header with anything but these could ask a verifier to take its key from elsewhere. */
const TokenHeader = z.strictObject({
  alg: z.literal(ALG),
  kid: z.string().min(1).max(200),
  typ: z.literal("JWT"),
  cat: z.string().max(100).optional(),
});

/** Whose tokens we believe, and how to check them. */
interface Verifier {
  readonly by: "own" | "clerk";
  readonly iss: string;
  /** Null where the operator gave a bare key: Clerk's key then says nothing of its id. */
  readonly kid: string | null;
  readonly publishableKey: string;
  readonly jwtKey: string;
}

const ownVerifier = (issuer: Issuer): Verifier => ({
  by: "own",
  iss: issuer.iss,
  kid: issuer.kid,
  publishableKey: issuer.publishableKey,
  jwtKey: issuer.publicKeyPem,
});

/** Null in embedded mode, and where Clerk's settings are incomplete. */
function clerkVerifier({ clerk }: Settings): Verifier | null {
  if (clerk === null) return null;
  const { host, publishableKey, jwtKey } = clerk;
  return { by: "clerk", iss: `https://${host}`, kid: null, publishableKey, jwtKey };
}

/**
 * The one path every session goes through, whoever issued it and however it came: Clerk's networkless verifier, then
 * what that leaves unchecked.
 *
 * @returns Null for anything but a signed-in session. Never throws for what a caller sent; throws when our own key
 * cannot be read.
 */
export async function verifySession(
  env: Env,
  settings: Settings,
  credential: Credential,
  nowMs: number,
): Promise<VerifiedSession | null> {
  const text = textOf(credential);
  if (text.length > MAX_CREDENTIAL) return null;
  // A cookie shown as a token is another credential.
  const shown = `${credential.kind} ${text}`;
  const known = seenBy(settings).get(shown);
  if (known !== undefined && known.claims.exp * 1_000 > nowMs) return known;
  const session = await verifyUnseen(env, settings, credential, nowMs);
  if (session !== null) remember(seenBy(settings), shown, session);
  return session;
}

/** Verdicts remembered at once, the oldest forgotten first. Chosen: a few megabytes at most. */
const MAX_SEEN = 2_000;

/** By the credential as it was shown. Settings are part of a verdict, so each has verdicts of its own. */
type Seen = Map<string, VerifiedSession>;
const seenWith = new WeakMap<Settings, Seen>();

function seenBy(settings: Settings): Seen {
  const seen = seenWith.get(settings) ?? new Map();
  seenWith.set(settings, seen);
  return seen;
}

/**
 * Keeps a verdict until its token ends: a signature that held holds, and a check costs as much as all else of a small
 * call. Whether the session was ended or its user suspended D1 says (find-principal.ts, remembered-callers.ts).
 */
function remember(seen: Seen, shown: string, session: VerifiedSession): void {
  seen.delete(shown);
  seen.set(shown, session);
  for (const oldest of seen.keys()) {
    if (seen.size <= MAX_SEEN) break;
    seen.delete(oldest);
  }
}

async function verifyUnseen(
  env: Env,
  settings: Settings,
  credential: Credential,
  nowMs: number,
): Promise<VerifiedSession | null> {
  const verifier = await verifierFor(env, settings, credential, nowMs);
  if (verifier === null) return null;
  try {
    const token = await signedInToken(verifier, settings, credential);
    return token === null ? null : checkClaims(verifier, settings, token);
  } catch {
    // Whatever a verifier throws at a stranger's bytes is a refusal, not a failure of ours.
    return null;
  }
}

const textOf = (credential: Credential): string => (credential.kind === "token" ? credential.token : credential.header);

/** A token's issuer chooses who checks it; cookies named like Clerk's belong to whoever signs people in here. */
async function verifierFor(
  env: Env,
  settings: Settings,
  credential: Credential,
  nowMs: number,
): Promise<Verifier | null> {
  if (credential.kind === "cookies" && settings.mode === "clerk") return clerkVerifier(settings);
  const issuer = await issuerOf(env.DB, nowMs);
  const isOwn = credential.kind === "cookies" || claimedIssuer(credential.token) === issuer.iss;
  return isOwn ? ownVerifier(issuer) : clerkVerifier(settings);
}

function claimedIssuer(token: string): unknown {
  try {
    return decodeJwt(token).iss;
  } catch {
    return null;
  }
}

type Clerk = ReturnType<typeof createClerkClient>;
const clerks = new Map<string, Clerk>();

/** One client for each of the two issuers; making one costs more than a verification. */
export function clerkFor(publishableKey: string): Clerk {
  const known = clerks.get(publishableKey);
  if (known !== undefined) return known;
  // The secret key is required even where nothing is asked of Clerk's servers.
  const made = createClerkClient({ secretKey: "sk_live_networkless", publishableKey, telemetry: { disabled: true } });
  clerks.set(publishableKey, made);
  return made;
}

/**
 * Our own session needs no companion: it says whether a browser was signed out elsewhere since, which of ours D1 knows.
 * Whoever keeps `__session` alone, as the API says it may, is signed in by it.
 */
const withCompanion = (cookies: string): string =>
  /(^|; )__client_uat=/.test(cookies) ? cookies : `${cookies}; __client_uat=1`;

const cookiesFor = ({ by }: Verifier, cookies: string): string => (by === "own" ? withCompanion(cookies) : cookies);

/**
 * Clerk's verdict on a request made of nothing but the credential: no query, no other header of the caller's, so that
 * none of the hand-shakes for pages can be triggered. Decided by `toAuth()`: a pending session is signed out.
 */
async function signedInToken(verifier: Verifier, settings: Settings, credential: Credential): Promise<string | null> {
  const headers: Record<string, string> =
    credential.kind === "token"
      ? { authorization: `Bearer ${credential.token}` }
      : { cookie: cookiesFor(verifier, credential.header) };
  const request = new Request(`${settings.origins[0] ?? verifier.iss}/`, { headers });
  const state = await clerkFor(verifier.publishableKey).authenticateRequest(request, {
    jwtKey: verifier.jwtKey,
    authorizedParties: [...settings.origins],
  });
  if (state.status !== "signed-in") return null;
  const auth = state.toAuth();
  return auth.userId === null ? null : state.token;
}

/** What bearer mode leaves unchecked (`iss`, `kid`), and what we ask on top (one algorithm, no key headers, `azp`). */
function checkClaims(verifier: Verifier, settings: Settings, token: string): VerifiedSession | null {
  const header = TokenHeader.safeParse(decodeProtectedHeader(token));
  const claims = SessionClaims.safeParse(decodeJwt(token));
  if (!header.success || !claims.success) return null;
  const { iss, azp, sts, email, email_verified } = claims.data;
  if (iss !== verifier.iss || (verifier.kid !== null && header.data.kid !== verifier.kid)) return null;
  if (!settings.origins.includes(azp) || (sts !== undefined && sts !== "active")) return null;
  // Addresses under .invalid are only ours to give: a foreign token that names one would be somebody's guest.
  if (email_verified === false || (verifier.by === "clerk" && email?.toLowerCase().endsWith(".invalid"))) return null;
  return { claims: claims.data, by: verifier.by };
}
