import { AppError } from "../../shared/app-error.ts";
import type { Db } from "../db.ts";
import type { Env, Settings } from "../env.ts";
import { beginMerge } from "../services/guests/begin-merge.ts";
import { findPrincipal } from "../services/session/find-principal.ts";
import type { Principal } from "../services/session/principal.ts";
import { recallCaller } from "../services/session/remembered-callers.ts";
import { type Credential, verifySession } from "../services/session/verify-token.ts";
import { GUEST_COOKIE, readCookie, sessionCookies } from "./cookies.ts";

/** What authentication needs of a request's surroundings. */
export interface AuthScope {
  readonly env: Env;
  readonly settings: Settings;
  readonly db: Db;
  readonly nowMs: number;
  /** Whether who was found a moment ago is found still (remembered-callers.ts). Standard: D1 is asked. */
  readonly mayRecall?: boolean;
}

/** A caller who proved who they are, and how. */
export interface Caller {
  readonly principal: Principal;
  /** A browser adds cookies by itself, so state-changing calls with one need an Origin of ours. */
  readonly via: "token" | "cookie";
  /** When the token was signed, Unix milliseconds. */
  readonly issuedAtMs: number;
  /** Whether the embedded issuer signed it: those tokens are renewed while used. */
  readonly isEmbedded: boolean;
}

/**
 * Who is asking. An `Authorization` header alone decides where there is one; else the session cookie, else the guest's.
 * @returns Null for nobody. @throws AppError `forbidden` for a suspended account; D1's errors.
 */
export async function authenticate(request: Request, scope: AuthScope): Promise<Caller | null> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null) {
    const token = /^Bearer ([^\s,]+)$/i.exec(authorization)?.[1];
    return token === undefined ? null : callerOf({ kind: "token", token }, "token", scope);
  }
  return authenticateCookies(request, scope);
}

/** Who the browser's cookies speak for. */
export async function authenticateCookies(request: Request, scope: AuthScope): Promise<Caller | null> {
  const header = sessionCookies(request);
  const signedIn =
    header === null
      ? null
      : await callerOf({ kind: "cookies", header }, "cookie", scope, () => guestOf(request, scope));
  // Clerk signs people in without a call of ours: the first one with both cookies is where a guest becomes theirs.
  if (signedIn !== null && !signedIn.isEmbedded) await bringGuest(request, scope, signedIn.principal);
  return signedIn ?? guestCaller(request, scope);
}

async function bringGuest(request: Request, scope: AuthScope, { userId }: Principal): Promise<void> {
  const guest = await guestOf(request, scope);
  if (guest !== null && guest.userId !== userId) await beginMerge(scope.env, guest, userId, scope.nowMs);
}

/** The guest on this device, whoever else is signed in. */
export async function guestOf(request: Request, scope: AuthScope): Promise<Principal | null> {
  return (await guestCaller(request, { ...scope, mayRecall: false }))?.principal ?? null;
}

async function guestCaller(request: Request, scope: AuthScope): Promise<Caller | null> {
  const token = readCookie(request, GUEST_COOKIE);
  const caller = token === null ? null : await callerOf({ kind: "token", token }, "cookie", scope);
  return caller?.principal.guest ? caller : null;
}

async function callerOf(
  credential: Credential,
  via: Caller["via"],
  { env, settings, db, nowMs, mayRecall = false }: AuthScope,
  guest?: () => Promise<Principal | null>,
): Promise<Caller | null> {
  const session = await verifySession(env, settings, credential, nowMs);
  if (session === null) return null;
  const find = () => findPrincipal(db, settings, session, nowMs, guest);
  const principal = mayRecall ? await recallCaller(session, nowMs, find) : await find();
  if (principal === null) return null;
  const isEmbedded = session.by === "own" && !principal.guest;
  return { principal, via, issuedAtMs: session.claims.iat * 1_000, isEmbedded };
}

const carriesCookie = (request: Request): boolean =>
  sessionCookies(request) !== null || readCookie(request, GUEST_COOKIE) !== null;

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses what another site made a browser send (reliability S-24): a state-changing call with a foreign Origin, or one
 * with a cookie and no sign of coming from our own pages. Bearer tokens are not sent by browsers on their own.
 */
export function checkOrigin(request: Request, settings: Settings): void {
  if (SAFE_METHODS.includes(request.method) || request.headers.has("authorization")) return;
  const origin = request.headers.get("origin");
  if (origin !== null && settings.origins.includes(origin)) return;
  if (origin === null && (!carriesCookie(request) || request.headers.get("sec-fetch-site") === "same-origin")) return;
  throw new AppError("forbidden", "foreign origin", {
    publicMessage: "This call has to come from this site's own pages. Check ALLOWED_ORIGINS.",
  });
}
