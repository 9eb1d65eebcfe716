import { and, eq, or } from "drizzle-orm";
import { bots } from "../../schema/tables/bots.ts";
import { creatorProfiles } from "../../schema/tables/creator-profiles.ts";
import { AppError } from "../../shared/app-error.ts";
import { clientPlace } from "../../shared/names/routes.ts";
import { foldName } from "../../shared/names/usernames.ts";
import { openDb } from "../db.ts";
import { log } from "../log.ts";
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
  return shell(request, scope, (await hasPage(request, pathname, scope)) ? 200 : 404);
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

/** Whether the client has something to draw at `pathname`. While D1 cannot be asked, names are believed. */
async function hasPage(request: Request, pathname: string, scope: Scope): Promise<boolean> {
  const place = clientPlace(pathname);
  if (place.kind === "screen") return true;
  if (place.kind === "nothing") return false;
  try {
    return place.kind === "creator" ? await hasCreator(scope, place.username) : await hasBot(request, scope, place);
  } catch (error) {
    log.error("pages.lookup_failed", error, { request_id: scope.requestId });
    return true;
  }
}

async function hasCreator({ env }: Scope, username: string): Promise<boolean> {
  const { id } = creatorProfiles;
  const named = eq(creatorProfiles.username, foldName(username));
  return (await openDb(env.DB).select({ id }).from(creatorProfiles).where(named).get()) !== undefined;
}

/** A private bot is invisible by path too, but for its owner. */
async function hasBot(request: Request, scope: Scope, place: { username: string; slug: string }): Promise<boolean> {
  const db = openDb(scope.env.DB);
  const caller = await authenticate(request, { ...scope, db });
  const seen = or(eq(bots.sharing_visibility, "public"), eq(bots.user, caller?.principal.userId ?? ""));
  const row = await db
    .select({ id: bots.id })
    .from(bots)
    .innerJoin(creatorProfiles, eq(creatorProfiles.id, bots.creator_profile))
    .where(and(eq(creatorProfiles.username, foldName(place.username)), eq(bots.slug, foldName(place.slug)), seen))
    .get();
  return row !== undefined;
}
