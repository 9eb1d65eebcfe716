import type { Env, Settings } from "../env.ts";
import { issuerOf } from "../services/session/issuer.ts";
import type { Principal } from "../services/session/principal.ts";
import { GUEST_MS, type IssuedToken, SESSION_MS, signSession } from "../services/session/tokens.ts";
import type { Caller } from "./auth.ts";
import { CLIENT_UAT_COOKIE, cookie, GUEST_COOKIE, SESSION_COOKIE } from "./cookies.ts";

/** Where a session's cookies are written. */
export interface SessionScope {
  readonly env: Env;
  readonly settings: Settings;
  readonly request: Request;
  readonly url: URL;
  readonly headers: Headers;
  readonly nowMs: number;
}

/** Who a new session is for. Embedded accounts and guests only: Clerk signs its own. */
export type SessionOf = Pick<Principal, "userId" | "email" | "sessionId" | "guest">;

const isSecure = (url: URL): boolean => url.protocol === "https:";
const secondsUntil = (ms: number, nowMs: number): number => Math.max(0, Math.floor((ms - nowMs) / 1_000));

/** The origin a token is for: the page's own where it is one of ours. */
const partyOf = ({ request, settings, url }: SessionScope): string => {
  const origin = request.headers.get("origin");
  return origin !== null && settings.origins.includes(origin) ? origin : (settings.origins[0] ?? url.origin);
};

/**
 * Signs a session token and adds its cookies to the answer.
 * @param endsAtMs When a guest ends; their token never outlives them.
 */
export async function startSession(scope: SessionScope, of: SessionOf, endsAtMs: number | null): Promise<IssuedToken> {
  const { nowMs, url, headers } = scope;
  const expiresAtMs = of.guest ? Math.min(nowMs + GUEST_MS, endsAtMs ?? nowMs + GUEST_MS) : nowMs + SESSION_MS;
  const issued = await signSession(
    await issuerOf(scope.env.DB, nowMs),
    { userId: of.userId, email: of.email, sessionId: of.sessionId, azp: partyOf(scope), expiresAtMs },
    nowMs,
  );
  const options = { maxAgeS: secondsUntil(issued.expiresAtMs, nowMs), isSecure: isSecure(url) };
  if (of.guest) headers.append("set-cookie", cookie(GUEST_COOKIE, issued.token, options));
  else {
    headers.append("set-cookie", cookie(SESSION_COOKIE, issued.token, options));
    headers.append("set-cookie", cookie(CLIENT_UAT_COOKIE, String(Math.floor(nowMs / 1_000)), options));
  }
  return issued;
}

/** Gives an embedded session in the second half of its time a fresh cookie, so that it lasts while it is used. */
export async function renewSession(scope: SessionScope, caller: Caller): Promise<void> {
  const { principal, via, issuedAtMs, isEmbedded } = caller;
  const halfMs = issuedAtMs + (principal.expiresAtMs - issuedAtMs) / 2;
  if (via !== "cookie" || !isEmbedded || scope.nowMs < halfMs) return;
  await startSession(scope, principal, null);
}

/** Removes the named cookies from the browser. */
export function clearCookies({ headers, url }: SessionScope, names: readonly string[]): void {
  for (const name of names) headers.append("set-cookie", cookie(name, "", { maxAgeS: 0, isSecure: isSecure(url) }));
}

/** Every cookie of ours that signs somebody in. */
export const SIGN_IN_COOKIES = [SESSION_COOKIE, CLIENT_UAT_COOKIE, GUEST_COOKIE] as const;
