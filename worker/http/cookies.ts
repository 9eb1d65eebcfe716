/** Our session's cookie, Clerk's name for it; the companion Clerk's verifier asks for; the guests' own. */
export const SESSION_COOKIE = "__session";
export const CLIENT_UAT_COOKIE = "__client_uat";
export const GUEST_COOKIE = "bc_guest";

/** Cookies Clerk's verifier may see: sessions and their companions, plain or with a suffix; no hand-shakes. */
const CLERK_COOKIES = [SESSION_COOKIE, CLIENT_UAT_COOKIE, "__clerk_db_jwt"];

const pairsOf = (request: Request): string[] =>
  (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
const nameOf = (pair: string): string => pair.split("=", 1)[0] ?? "";

/** Value of the first cookie called `name`, or null. */
export function readCookie(request: Request, name: string): string | null {
  const pair = pairsOf(request).find((candidate) => nameOf(candidate) === name);
  return pair === undefined ? null : pair.slice(name.length + 1);
}

/** What a hand-shake of Clerk's leaves besides: its answer, and how often it was asked. */
const HAND_SHAKE_COOKIES = ["__clerk_handshake", "__clerk_redirect_count"];

/** For the one address where hand-shakes end: sessions and what a hand-shake left, as one header. */
export function handShakeCookies(request: Request): string {
  const isClerks = (name: string) =>
    [...CLERK_COOKIES, ...HAND_SHAKE_COOKIES].some((known) => name === known || name.startsWith(`${known}_`));
  return pairsOf(request)
    .filter((pair) => isClerks(nameOf(pair)))
    .join("; ");
}

/** The caller's session cookies as one header; null where there is no session among them. */
export function sessionCookies(request: Request): string | null {
  const isClerks = (name: string) => CLERK_COOKIES.some((known) => name === known || name.startsWith(`${known}_`));
  const pairs = pairsOf(request).filter((pair) => isClerks(nameOf(pair)));
  return pairs.some((pair) => nameOf(pair).startsWith(SESSION_COOKIE)) ? pairs.join("; ") : null;
}

/** Where a cookie goes and how long it lasts. */
export interface CookieOptions {
  /** Seconds; 0 removes the cookie. */
  readonly maxAgeS: number;
  /** Whether the page came over TLS. */
  readonly isSecure: boolean;
}

/** A `Set-Cookie` no script can read and no other site's form carries along. */
export const cookie = (name: string, value: string, { maxAgeS, isSecure }: CookieOptions): string =>
  `${name}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
