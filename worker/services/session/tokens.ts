import type { Issuer } from "./issuer.ts";

/** How long an embedded session token lasts without use, milliseconds. Chosen: a day; each use in its second half renews it. */
export const SESSION_MS = 24 * 3_600_000;
/** How long a guest and their token last, milliseconds (api.md: 14 days). */
export const GUEST_MS = 14 * 24 * 3_600_000;

/** Who a new token is for. */
export interface TokenOf {
  readonly userId: string;
  readonly email: string;
  readonly sessionId: string;
  /** Origin the token is for, one of ours. */
  readonly azp: string;
  /** Unix milliseconds. */
  readonly expiresAtMs: number;
}

export interface IssuedToken {
  readonly token: string;
  /** Unix milliseconds, whole seconds as tokens have them. */
  readonly expiresAtMs: number;
}

/** Signs a session token with the claims of Clerk's (version 2), so that one path verifies both. */
export async function signSession(issuer: Issuer, of: TokenOf, nowMs: number): Promise<IssuedToken> {
  const now = Math.floor(nowMs / 1_000);
  const exp = Math.floor(of.expiresAtMs / 1_000);
  const claims = {
    azp: of.azp,
    email: of.email,
    exp,
    fva: [0, -1],
    iat: now,
    iss: issuer.iss,
    nbf: now,
    sid: of.sessionId,
    sts: "active",
    sub: of.userId,
    v: 2,
  };
  return { token: await issuer.sign(claims, "JWT"), expiresAtMs: exp * 1_000 };
}
