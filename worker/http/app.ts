import { AppError } from "../../shared/app-error.ts";
import { nowMs } from "../clock.ts";
import { openDb } from "../db.ts";
import { type Env, type Settings, settings } from "../env.ts";
import { newId } from "../ids.ts";
import { log } from "../log.ts";
import { seed } from "../services/seed/seed.ts";
import { API } from "./api.ts";
import { errorResponse } from "./error-response.ts";
import { servePage } from "./pages.ts";
import { connectParty } from "./parties.ts";
import { createLimiter, type Limiter } from "./rate-limit.ts";
import { type ApiRouter, createRouter, type Scope } from "./router.ts";
import { withSecurityHeaders } from "./security-headers.ts";

/** Longest address looked at, characters. Chosen: a search or a cursor fits many times. */
const MAX_URL = 8_192;

/** Answers every request of the Worker: the API, sockets, media, pages. Never throws; every answer has the headers. */
export type App = (request: Request, env: Env, execution: ExecutionContext) => Promise<Response>;

/** What the parts of an app share. */
export interface AppParts {
  /** Tests that make thousands of calls count them otherwise. */
  readonly limiter?: Limiter;
}

/** The whole Worker's answers, from the registry of endpoints. */
export function createApp({ limiter = createLimiter() }: AppParts = {}): App {
  const api = createRouter(API, limiter);
  return (request, env, execution) => respond(request, env, execution, api);
}

/** The product's own. */
export const handleRequest: App = createApp();

async function respond(request: Request, env: Env, execution: ExecutionContext, api: ApiRouter): Promise<Response> {
  const requestId = newId();
  const isSecure = request.url.startsWith("https:");
  let known: Settings | null = null;
  let response: Response;
  try {
    known = settings(env);
    response = await route(request, scopeOf(env, known, requestId, execution), api);
  } catch (error) {
    response = errorResponse(error, requestId);
  }
  if (response.webSocket) return response;
  const finished = withSecurityHeaders(response, known, isSecure);
  finished.headers.set("x-request-id", requestId);
  return finished;
}

function scopeOf(env: Env, known: Settings, requestId: string, execution: ExecutionContext): Scope {
  const later = (work: Promise<unknown>): void =>
    execution.waitUntil(work.catch((error) => log.error("http.later_failed", error, { request_id: requestId })));
  return { env, settings: known, requestId, nowMs: nowMs(), later };
}

async function route(request: Request, scope: Scope, api: ApiRouter): Promise<Response> {
  if (request.url.length > MAX_URL) throw new AppError("too_large", "url");
  const { pathname } = new URL(request.url);
  const [, segment] = pathname.split("/", 2);
  if (segment === "api" || segment === "media") {
    await sampleContent(scope);
    return api(request, scope);
  }
  if (segment === "parties") {
    const connected = await connectParty(request, scope);
    if (connected === null) throw new AppError("not_found", "no such party");
    return connected;
  }
  return isApiPage(pathname) ? api(request, scope) : servePage(request, scope);
}

/** Pages about the API come from its registry; all others are the client's. */
const isApiPage = (pathname: string): boolean => pathname === "/help/api" || pathname === "/help/api.css";

const sown = new WeakMap<D1Database, Promise<void>>();

/** Sows the sample content before the first call of this isolate is answered; a failure is tried again by the next. */
async function sampleContent({ env, nowMs: now, requestId }: Scope): Promise<void> {
  const sowing = sown.get(env.DB) ?? seed(openDb(env.DB), now);
  sown.set(env.DB, sowing);
  try {
    await sowing;
  } catch (error) {
    sown.delete(env.DB);
    log.error("seed.failed", error, { request_id: requestId });
  }
}
