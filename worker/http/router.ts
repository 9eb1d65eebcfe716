import { type IRequestStrict, Router } from "itty-router";
import { AppError } from "../../shared/app-error.ts";
import { openDb } from "../db.ts";
import type { Env, Settings } from "../env.ts";
import { log } from "../log.ts";
import { authenticate, type Caller, checkOrigin } from "./auth.ts";
import type { RequestContext } from "./context.ts";
import { GUEST_COOKIE, readCookie, sessionCookies } from "./cookies.ts";
import type { Endpoint, Method } from "./endpoint.ts";
import { errorResponse } from "./error-response.ts";
import { parse, readBody, readParams, readQuery } from "./parse.ts";
import { FLOOD_RATE, RateLimiter } from "./rate-limit.ts";
import { renewSession } from "./session-cookies.ts";

/** What a request is answered with besides itself. */
export interface Scope {
  readonly env: Env;
  readonly settings: Settings;
  readonly requestId: string;
  readonly nowMs: number;
  readonly later: (work: Promise<unknown>) => void;
}

/** Answers a request of the API; the pattern of the route that did is in `route`. */
export type ApiRouter = (request: Request, scope: Scope) => Promise<Response>;

/**
 * Mounts `endpoints` and nothing else. Unknown addresses are 404, known ones with another method 405 with `Allow`.
 * Never throws: whatever a handler throws becomes a problem.
 */
export function createRouter(endpoints: readonly Endpoint[]): ApiRouter {
  const limiter = new RateLimiter();
  const router = Router<IRequestStrict, [Scope]>();
  for (const endpoint of endpoints) {
    const handle = (request: IRequestStrict, scope: Scope): Promise<Response> =>
      guarded(scope, endpoint.path, () => answer(endpoint, request, scope, limiter));
    mount(router, endpoint, handle);
  }
  return async (request, scope) => {
    const isHead = request.method === "HEAD";
    const asked = isHead ? new Request(request, { method: "GET" }) : request;
    const found: unknown = await router.fetch(asked, scope);
    const response = found instanceof Response ? found : missing(router.routes, asked, scope);
    return isHead ? new Response(null, response) : response;
  };
}

type Handle = (request: IRequestStrict, scope: Scope) => Promise<Response>;

/** One statement for each method: what `router[name]` gives loses its types. */
function mount(router: ReturnType<typeof Router<IRequestStrict, [Scope]>>, { method, path }: Endpoint, handle: Handle) {
  const mounts: Record<Method, () => unknown> = {
    GET: () => router.get(path, handle),
    POST: () => router.post(path, handle),
    PUT: () => router.put(path, handle),
    PATCH: () => router.patch(path, handle),
    DELETE: () => router.delete(path, handle),
  };
  mounts[method]();
}

async function guarded(scope: Scope, route: string, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    return errorResponse(error, scope.requestId, route);
  }
}

function missing(routes: readonly unknown[], request: Request, { requestId }: Scope): Response {
  const path = new URL(request.url).pathname;
  const allowed = (routes as readonly [string, RegExp][])
    .filter(([, pattern]) => pattern.test(path))
    .map(([name]) => name);
  if (allowed.length === 0) return errorResponse(new AppError("not_found", "no such route"), requestId);
  const response = errorResponse(new AppError("method_not_allowed", "method"), requestId);
  response.headers.set(
    "allow",
    [...new Set(allowed.includes("GET") ? [...allowed, "HEAD"] : allowed)].sort().join(", "),
  );
  return response;
}

async function answer(
  endpoint: Endpoint,
  request: IRequestStrict,
  scope: Scope,
  limiter: RateLimiter,
): Promise<Response> {
  const { env, settings, nowMs } = scope;
  const db = openDb(env.DB);
  const headers = new Headers({ "cache-control": "private, no-store" });
  const caller = await callerFor(endpoint, request, { env, settings, db, nowMs });
  checkOrigin(request, settings, sessionCookies(request) !== null || readCookie(request, GUEST_COOKIE) !== null);
  headers.set("ratelimit", takeTurn(limiter, endpoint, callerKey(request, caller), nowMs));
  checkNeed(endpoint, caller);

  const url = new URL(request.url);
  const context: RequestContext = {
    ...scope,
    request,
    url,
    db,
    headers,
    principal: caller?.principal ?? null,
    expects: undefined,
  };
  if (caller !== null) await renewSession(context, caller);
  const input = {
    params: parse(endpoint.params, readParams(request.params), "path"),
    query: parse(endpoint.query, readQuery(url), "query"),
    body: await readBody(endpoint, request),
  };
  return toResponse(endpoint, await endpoint.handler(context, input), headers);
}

/** Where no session is needed, a failing look-up of one must not fail the call: health answers while D1 does not. */
async function callerFor(
  endpoint: Endpoint,
  request: Request,
  scope: Parameters<typeof authenticate>[1],
): Promise<Caller | null> {
  try {
    return await authenticate(request, scope);
  } catch (error) {
    if (endpoint.need !== "none") throw error;
    if (!(error instanceof AppError)) log.error("http.caller_unknown", error, { route: endpoint.path });
    return null;
  }
}

const callerKey = (request: Request, caller: Caller | null): string =>
  caller === null ? `ip ${request.headers.get("cf-connecting-ip") ?? ""}` : `user ${caller.principal.userId}`;

/** Counts the call against the flood limit of all calls and the endpoint's own. */
function takeTurn(limiter: RateLimiter, endpoint: Endpoint, key: string, nowMs: number): string {
  const flood = limiter.take(key, FLOOD_RATE, nowMs);
  const [rate] = endpoint.rates;
  if (rate === undefined) return flood;
  return limiter.take(`${endpoint.method} ${endpoint.path} ${key}`, rate, nowMs);
}

function checkNeed({ need }: Endpoint, caller: Caller | null): void {
  if (need === "none") return;
  if (caller === null) throw new AppError("unauthenticated", "no session");
  if (need === "platform" && caller.principal.role === "user") throw new AppError("forbidden", "not staff");
  if (need === "platform-admin" && caller.principal.role !== "admin") throw new AppError("forbidden", "not an admin");
}

/** Only what the endpoint declares leaves: `output` drops every other field. */
function toResponse(endpoint: Endpoint, result: unknown, headers: Headers): Response {
  if (result instanceof Response) {
    const response = new Response(result.body, result);
    for (const [name, value] of headers)
      if (name === "set-cookie" || !response.headers.has(name)) response.headers.append(name, value);
    return response;
  }
  if (endpoint.status === 204) return new Response(null, { status: 204, headers });
  return Response.json(endpoint.output.parse(result), { status: endpoint.status, headers });
}
