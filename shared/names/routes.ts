import { isReserved } from "./usernames.ts";

/**
 * Addresses the client draws (ux.md §2.2). One file for the client's router, the worker that serves the page for them,
 * and the test that no first segment can be taken as a username.
 */
export const CLIENT_ROUTES = [
  "/",
  "/rooms",
  "/rooms/new",
  "/import",
  "/r/:room",
  "/r/:room/m/:msg",
  "/discover",
  "/discover/tomes",
  "/discover/creators",
  "/search",
  "/bots",
  "/bots/new",
  "/bots/:id",
  "/bots/:id/:tab",
  "/personas",
  "/personas/:id",
  "/log",
  "/activity",
  "/settings",
  "/settings/:tab",
  "/tutorials",
  "/join/:code",
  "/login",
  "/signup",
  "/-/gallery",
] as const;
/** An address with a screen, as the client's table of screens knows it. */
export type ClientRoute = (typeof CLIENT_ROUTES)[number];

/** Addresses of the design without a screen so far: they answer 404, and nobody can take their names. */
export const KEPT_ROUTES = [
  "/r/:room/t/:thread",
  "/r/:room/settings/:tab",
  "/tomes",
  "/tomes/:id",
  "/tomes/:id/e/:entry",
  "/tomes/:id/test",
  "/tomes/:id/graph",
  "/tomes/:id/history",
  "/memories",
  "/memories/:id",
  "/mood",
  "/usage",
  "/usage/:tab",
  "/gift/:code",
  "/help",
  "/help/:slug",
  "/tutorials/:slug",
  "/legal/:doc",
  "/legal/:doc/:version",
  "/admin",
  "/admin/:section",
  "/guest",
  "/verify",
  "/reset",
  "/logout",
] as const;

/** First segments that belong to the worker. */
export const WORKER_SEGMENTS = ["api", "parties", "media", "assets"] as const;

const segmentsOf = (path: string): string[] => path.split("/").filter((segment) => segment !== "");

const matches = (route: string, path: readonly string[]): boolean => {
  const wanted = segmentsOf(route);
  return (
    wanted.length === path.length && wanted.every((segment, at) => segment.startsWith(":") || segment === path[at])
  );
};

/** What an address is to the client: a screen of its own, a page of a creator or a bot, or nothing. */
export type ClientPlace =
  | { readonly kind: "screen" }
  | { readonly kind: "creator"; readonly username: string }
  | { readonly kind: "bot"; readonly username: string; readonly slug: string }
  | { readonly kind: "nothing" };

/** Resolution order of ux.md §2.2: fixed routes, `/-/*` among them, then a username unless its segment is reserved. */
export function clientPlace(pathname: string): ClientPlace {
  const path = segmentsOf(pathname);
  if (CLIENT_ROUTES.some((route) => matches(route, path))) return { kind: "screen" };
  const [username, slug] = path;
  if (username === undefined || isReserved(username)) return { kind: "nothing" };
  if (path.length === 1) return { kind: "creator", username };
  if (path.length === 2 && slug !== undefined) return { kind: "bot", username, slug };
  return { kind: "nothing" };
}
