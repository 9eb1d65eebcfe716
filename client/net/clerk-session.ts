import * as z from "zod/mini";

/** A token is renewed when it has less than this to live, milliseconds. Chosen: a slow call ends within it. */
const SOON_MS = 15_000;
/** Clerk keeps its cookie for a year; the token in it says how long it counts. */
const COOKIE_S = 31_536_000;

const Claims = z.object({
  iss: z.string().check(z.regex(/^https:\/\/[a-z0-9.-]+$/)),
  sid: z.string().check(z.regex(/^\w+$/)),
  exp: z.number(),
});
type Claims = z.infer<typeof Claims>;
const Minted = z.object({ jwt: z.string().check(z.regex(/^[\w.-]+$/)) });

export interface ClerkPorts {
  readonly fetch: (address: string, init: RequestInit) => Promise<Response>;
  readonly nowMs: () => number;
  /** `document.cookie`: all of them read, one of them written. */
  readonly cookies: { read(): string; write(line: string): void };
  /** Whether the page came over TLS. */
  readonly isSecure: boolean;
}

export interface ClerkSession {
  /** Asks Clerk for the next token where this one is about to end. Callers at once ask once. Rejects without a network. */
  renew(): Promise<void>;
  /** Ends the sign-in at Clerk and forgets it here. */
  end(): Promise<void>;
}

/**
 * Clerk's sign-in without Clerk's script: two calls of its frontend API, to the host that signed the token, which the
 * page's policy allows. What a cookie claims is believed by nobody: the server checks the signature of every token.
 */
export function createClerkSession(ports: ClerkPorts): ClerkSession {
  const { fetch, cookies, nowMs } = ports;
  let running: Promise<void> | null = null;

  const ask = (claims: Claims, what: "tokens" | "remove") => {
    const address = new URL(`/v1/client/sessions/${claims.sid}/${what}`, claims.iss);
    const developer = cookieCalled(cookies.read(), "__clerk_db_jwt");
    if (developer !== null) address.searchParams.set("__clerk_db_jwt", developer);
    return fetch(address.href, { method: "POST", credentials: "include" });
  };
  const write = (value: string, seconds: number) => {
    for (const name of namesOf(cookies.read()))
      cookies.write(`${name}=${value}; Path=/; Max-Age=${seconds}; SameSite=Lax${ports.isSecure ? "; Secure" : ""}`);
  };
  const renewNow = async () => {
    const claims = newestClaims(cookies.read());
    if (claims === null || claims.exp * 1_000 - nowMs() > SOON_MS) return;
    const response = await ask(claims, "tokens");
    const minted = response.ok ? Minted.safeParse(await response.json()) : null;
    if (minted?.success) write(minted.data.jwt, COOKIE_S);
    // Clerk is asked about a sign-in that is over there: it is over here.
    else if ([401, 403, 404, 422].includes(response.status)) write("", 0);
  };
  return {
    renew() {
      running ??= renewNow().finally(() => {
        running = null;
      });
      return running;
    },
    async end() {
      const claims = newestClaims(cookies.read());
      if (claims !== null) await ask(claims, "remove").catch(() => undefined);
    },
  };
}

const pairsOf = (cookies: string): [string, string][] =>
  cookies.split("; ").map((pair) => [pair.split("=", 1)[0] ?? "", pair.slice(pair.indexOf("=") + 1)]);

const cookieCalled = (cookies: string, name: string): string | null =>
  pairsOf(cookies).find(([its]) => its === name)?.[1] ?? null;

/** Clerk writes its cookie plain and with its instance's suffix. */
const isSession = (name: string): boolean => /^__session(_\w+)?$/.test(name);
const namesOf = (cookies: string): string[] => pairsOf(cookies).flatMap(([name]) => (isSession(name) ? [name] : []));

/** What the cookie says of itself, of several the one that lasts longest; null where none can be read. */
function newestClaims(cookies: string): Claims | null {
  const all = pairsOf(cookies).flatMap(([name, value]) => (isSession(name) ? (claimsOf(value) ?? []) : []));
  return all.toSorted((a, b) => b.exp - a.exp)[0] ?? null;
}

function claimsOf(token: string): Claims | null {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    return Claims.safeParse(JSON.parse(atob(payload))).data ?? null;
  } catch {
    return null;
  }
}

let own: ClerkSession | undefined;

/** The page's own. */
export function clerkSession(): ClerkSession {
  own ??= createClerkSession({
    fetch: (address, init) => fetch(address, init),
    nowMs: Date.now,
    cookies: {
      read: () => document.cookie,
      write: (line) => {
        // biome-ignore lint/suspicious/noDocumentCookie: the other way to write one needs Chromium, and TLS.
        document.cookie = line;
      },
    },
    isSecure: location.protocol === "https:",
  });
  return own;
}
