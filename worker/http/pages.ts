import { AppError } from "../../shared/app-error.ts";
import { clientPlace } from "../../shared/names/routes.ts";
import { openDb } from "../db.ts";
import { log } from "../log.ts";
import { pageOf } from "../services/creator-profiles/page-of.ts";
import { authenticate } from "./auth.ts";
import { namesTag, versionOf } from "./etag.ts";
import { NOTHING_HERE, type PageHead, screenHead } from "./heads/page-head.ts";
import { readHead } from "./heads/read-head.ts";
import { withHead } from "./heads/with-head.ts";
import type { Scope } from "./router.ts";

/** Names of these files change with their content, so a copy is good for ever. */
const IMMUTABLE = "public, max-age=31536000, immutable";
/** The page and files with fixed names: ask every time whether they changed. */
const REVALIDATE = "no-cache";
/** A page that is there for its caller and not for everybody. */
const KEPT_BY_NOBODY = "private, no-store";

/** What to answer: the page, with a head of its own where `head` is not null, or the way to where it moved. */
type Answer =
  | { readonly status: 200 | 404 | 410; readonly head: PageHead | null; readonly isEverybodys: boolean }
  | { readonly moved: string };

const NOWHERE: Answer = { status: 404, head: NOTHING_HERE, isEverybodys: true };
const GONE: Answer = { status: 410, head: NOTHING_HERE, isEverybodys: true };

/**
 * Everything outside `/api`, `/media` and `/parties`: the client's files, its page for addresses it draws, and a real
 * 404 or 410 for all others (the platform's single-page mode would answer every miss, stale chunks included, with 200).
 */
export async function servePage(request: Request, scope: Scope): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") throw new AppError("method_not_allowed", "page");
  const { pathname } = new URL(request.url);
  const file = await scope.env.ASSETS.fetch(fileFor(request, pathname, scope));
  if (file.status !== 404) return withCaching(file, pathname);
  const isPage = !/\.[a-z0-9]+$/i.test(pathname);
  if (!isPage) throw new AppError("not_found", "no such file");
  const answer = await answerFor(request, pathname, scope);
  if ("moved" in answer)
    return new Response(null, { status: 302, headers: { location: answer.moved, "cache-control": REVALIDATE } });
  return shell(request, scope, answer);
}

/** Where browsers shall not keep the page, they are given what takes their service worker away. */
function fileFor(request: Request, pathname: string, { settings }: Scope): Request {
  if (settings.offlinePage || pathname !== "/service-worker.js") return request;
  return new Request(new URL("/retired-worker.js", request.url), request);
}

function withCaching(file: Response, pathname: string): Response {
  const response = new Response(file.body, file);
  response.headers.set("cache-control", pathname.startsWith("/assets/") ? IMMUTABLE : REVALIDATE);
  return response;
}

/**
 * The client's page, which then draws the address, or says that there is nothing there. One that is everybody's is named
 * by what it says, so that whoever kept it need not be sent it again.
 */
async function shell(request: Request, { env, settings }: Scope, answer: Exclude<Answer, { moved: string }>) {
  // Asked for as a whole also where only its headers are: they name what the whole says.
  const page = await env.ASSETS.fetch(new Request(new URL("/", request.url)));
  if (page.status !== 200) throw new AppError("not_found", "the client is not built");
  const { head, status, isEverybodys } = answer;
  const headers = new Headers(page.headers);
  headers.set("cache-control", isEverybodys ? REVALIDATE : KEPT_BY_NOBODY);
  headers.delete("etag");
  headers.delete("content-length");
  const shown = head === null ? page : withHead(page, head, settings.origins[0] ?? "");
  const text = await (status === 410 ? withGone(shown, new URL(request.url).pathname) : shown).text();
  const tag = status === 200 && isEverybodys ? (await versionOf(text)).etag : null;
  if (tag !== null) headers.set("etag", tag);
  if (tag !== null && namesTag(request.headers.get("if-none-match") ?? "", tag))
    return new Response(null, { status: 304, headers });
  return new Response(request.method === "HEAD" ? null : text, { status, headers });
}

/** A script cannot see the status of its own page, so the page says at which address it is gone. */
const withGone = (page: Response, pathname: string): Response =>
  new HTMLRewriter().on("html", { element: (html) => void html.setAttribute("data-gone", pathname) }).transform(page);

/**
 * What the client draws at `pathname`, or where that moved to. While D1 cannot be asked, names are believed, and
 * nothing is said of them.
 */
async function answerFor(request: Request, pathname: string, scope: Scope): Promise<Answer> {
  const place = clientPlace(pathname);
  if (place.kind === "screen") return { status: 200, head: screenHead(pathname), isEverybodys: true };
  if (place.kind === "nothing") return NOWHERE;
  try {
    const db = openDb(scope.env.DB);
    const caller = await authenticate(request, { ...scope, db });
    const found = await pageOf(db, place, { userId: caller?.principal.userId ?? null, nowMs: scope.nowMs });
    if (found === null) return NOWHERE;
    if (found === "gone") return GONE;
    if (found !== "here") return found;
    const head = await readHead(db, place, scope.nowMs);
    return { status: 200, head: head ?? screenHead(pathname), isEverybodys: head !== null };
  } catch (error) {
    log.error("pages.lookup_failed", error, { request_id: scope.requestId });
    return { status: 200, head: screenHead(pathname), isEverybodys: false };
  }
}
