import type { ClerkSettings, Settings } from "../../env.ts";
import { clerkFor } from "./verify-token.ts";

/** What a browser brings back from Clerk's pages. */
export interface Brought {
  /** Of our own origin: where Clerk sends the browser back to after a hand-shake. */
  readonly address: URL;
  /** Clerk's cookies, those of a hand-shake among them, as one header; empty where there are none. */
  readonly cookies: string;
}

/** How a browser that came back stands; `cookies` are whole `Set-Cookie` lines. */
export type HandShake =
  | { readonly kind: "ask"; readonly location: string; readonly cookies: readonly string[] }
  | { readonly kind: "signed_in"; readonly token: string; readonly cookies: readonly string[] }
  | { readonly kind: "signed_out"; readonly cookies: readonly string[] };

/** Where an instance signs people in: its own pages beside its API, as Clerk names them. */
export function portalAddress(clerk: ClerkSettings, page: "sign-in" | "sign-up", back: URL): string {
  const host = clerk.host.replace(/clerk\.accounts\.|clerk\./, "accounts.");
  const address = new URL(`https://${host}/${page}`);
  address.searchParams.set("redirect_url", back.href);
  return address.href;
}

/** Development instances have no cookies on our domain, so that their hand-shake comes back in the address. */
export const isDevelopment = ({ publishableKey }: ClerkSettings): boolean => publishableKey.startsWith("pk_test_");

/**
 * One step of Clerk's hand-shake, by which a sign-in on its pages becomes cookies of ours: either the browser has to ask
 * Clerk once more, or it brings a token that Clerk signed. Without a network call of ours.
 */
export async function shakeHands(
  clerk: ClerkSettings,
  { origins }: Pick<Settings, "origins">,
  { address, cookies }: Brought,
): Promise<HandShake> {
  // Made here, like every request the verifier sees: of the caller's headers nothing but Clerk's cookies counts.
  const request = new Request(address, { headers: { cookie: cookies, "sec-fetch-dest": "document" } });
  const state = await clerkFor(clerk.publishableKey).authenticateRequest(request, {
    jwtKey: clerk.jwtKey,
    publishableKey: clerk.publishableKey,
    authorizedParties: [...origins],
  });
  const set = state.headers.getSetCookie();
  if (state.status === "handshake") return { kind: "ask", location: signedForm(state.headers), cookies: set };
  if (state.status !== "signed-in" || state.toAuth().userId === null) return { kind: "signed_out", cookies: set };
  return { kind: "signed_in", token: state.token, cookies: set };
}

/** Asks for cookies under Clerk's signature: those under a one-time number would have to be fetched from Clerk. */
function signedForm(headers: Headers): string {
  const location = new URL(headers.get("location") ?? "");
  location.searchParams.delete("format");
  return location.href;
}
