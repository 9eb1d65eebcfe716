import { type IRequestStrict, Router } from "itty-router";
import { AppError } from "../../shared/app-error.ts";
import type { Env, Settings } from "../env.ts";
import { answer } from "./answer.ts";
import type { Endpoint, Method } from "./endpoint.ts";
import { errorResponse } from "./error-response.ts";
import { singleReaders } from "./etag.ts";
import { createLimiter, type Limiter } from "./rate-limit.ts";

/** What a request is answered with besides itself. */
export interface Scope {
  readonly env: Env;
  readonly settings: Settings;
  readonly requestId: string;
  readonly nowMs: number;
  readonly later: (work: Promise<unknown>) => void;
}

/** Answers a request of the API. */
export type ApiRouter = (request: Request, scope: Scope) => Promise<Response>;

/**
 * Mounts `endpoints` and nothing else. Unknown addresses are 404, known ones with another method 405 with `Allow`.
 * Never throws.
 */
export function createRouter(endpoints: readonly Endpoint[], limiter: Limiter = createLimiter()): ApiRouter {
  const kit = { limiter, readers: singleReaders(endpoints) };
  const shelves = new Map<string, Shelf>();
  for (const endpoint of endpoints) {
    const shelf = shelves.get(shelfOf(endpoint.path)) ?? Router<IRequestStrict, [Scope]>();
    shelves.set(shelfOf(endpoint.path), shelf);
    mount(shelf, endpoint, (request, scope) => answer(endpoint, request, scope, kit));
  }
  return async (request, scope) => {
    const isHead = request.method === "HEAD";
    const asked = isHead ? new Request(request, { method: "GET" }) : request;
    const shelf = shelves.get(shelfOf(new URL(asked.url).pathname));
    const found: unknown = await shelf?.fetch(asked, scope);
    const response = found instanceof Response ? found : missing(shelf?.routes ?? [], asked, scope);
    return isHead ? new Response(null, response) : response;
  };
}

/** A router for the endpoints that begin alike: one of all tries some two hundred patterns a call. */
type Shelf = ReturnType<typeof Router<IRequestStrict, [Scope]>>;

/** The beginning by which an address is looked for: the collection of one below `/api`, the first segment of others. */
function shelfOf(path: string): string {
  const [, first = "", second = ""] = path.split("/", 3);
  return first === "api" ? `api/${second}` : first;
}

type Handle = (request: IRequestStrict, scope: Scope) => Promise<Response>;

/** One statement for each method: what `router[name]` gives loses its types. */
function mount(router: Shelf, { method, path }: Endpoint, handle: Handle) {
  const mounts: Record<Method, () => unknown> = {
    GET: () => router.get(path, handle),
    POST: () => router.post(path, handle),
    PUT: () => router.put(path, handle),
    PATCH: () => router.patch(path, handle),
    DELETE: () => router.delete(path, handle),
  };
  mounts[method]();
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
