import { AppError } from "../../shared/app-error.ts";
import { clientPlace } from "../../shared/names/routes.ts";
import { openDb } from "../db.ts";
import { log } from "../log.ts";
import { type PagePlace, pageOf } from "../services/creator-profiles/page-of.ts";
import { authenticate } from "./auth.ts";
import type { Scope } from "./router.ts";

/** Names of these files change with their content, so a copy is good for ever. */
const IMMUTABLE = "public, max-age=31536000, immutable";
/** The page and files with fixed names: ask every time whether they changed. */
const REVALIDATE = "no-cache";

/**
 * Everything outside `/api`, `/media` and `/parties`: the client's files, its page for addresses it draws, and a real
 * 404 for all others (the platform's single-page mode would answer every miss, stale chunks included, with 200).
 */
export async function servePage(request: Request, scope: Scope): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") throw new AppError("method_not_allowed", "page");
  const { pathname } = new URL(request.url);
  const file = await scope.env.ASSETS.fetch(request);
  if (file.status !== 404) return withCaching(file, pathname);
  const isPage = !/\.[a-z0-9]+$/i.test(pathname);
  if (!isPage) throw new AppError("not_found", "no such file");
  const place = await placeOf(request, pathname, scope);
  if (place === "here") return shell(request, scope, 200);
  if (place === null) return shell(request, scope, 404);
  return new Response(null, { status: 302, headers: { location: place.moved, "cache-control": REVALIDATE } });
}

function withCaching(file: Response, pathname: string): Response {
  const response = new Response(file.body, file);
  response.headers.set("cache-control", pathname.startsWith("/assets/") ? IMMUTABLE : REVALIDATE);
  return response;
}

/** The client's page, which then draws the address, or says that there is nothing there. */
async function shell(request: Request, { env }: Scope, status: number): Promise<Response> {
  const page = await env.ASSETS.fetch(new Request(new URL("/", request.url), { method: request.method }));
  if (page.status !== 200) throw new AppError("not_found", "the client is not built");
  const response = new Response(page.body, { status, headers: page.headers });
  response.headers.set("cache-control", REVALIDATE);
  response.headers.delete("etag");
  return response;
}

/**
 * Whether the client has something to draw at `pathname`, or at the address that took its place. While D1 cannot be
 * asked, names are believed.
 */
async function placeOf(request: Request, pathname: string, scope: Scope): Promise<PagePlace | null> {
  const place = clientPlace(pathname);
  if (place.kind === "screen") return "here";
  if (place.kind === "nothing") return null;
  try {
    const db = openDb(scope.env.DB);
    const caller = await authenticate(request, { ...scope, db });
    return await pageOf(db, place, { userId: caller?.principal.userId ?? null, nowMs: scope.nowMs });
  } catch (error) {
    log.error("pages.lookup_failed", error, { request_id: scope.requestId });
    return "here";
  }
}
