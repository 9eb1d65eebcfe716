import type { Issuer } from "../services/session/issuer.ts";
import type { Caller } from "./auth.ts";
import type { RequestContext } from "./context.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Limiter } from "./rate-limit.ts";

/** The request with what the router read of its path. */
export type RoutedRequest = Request & { readonly params: Readonly<Record<string, string | undefined>> };

/** What all calls of a router share. */
export interface Kit {
  readonly limiter: Limiter;
  /** The GET of each single resource, by its path. */
  readonly readers: ReadonlyMap<string, Endpoint>;
}

/** One call on its way through the router. */
export interface Call {
  readonly endpoint: Endpoint;
  readonly request: RoutedRequest;
  readonly context: RequestContext;
  readonly caller: Caller | null;
  /** Headers of the answer. */
  readonly headers: Headers;
  readonly kit: Kit;
  readonly issuer: () => Promise<Issuer>;
  /** The body's bytes, read once. @throws AppError `too_large`. */
  readonly body: () => Promise<Uint8Array<ArrayBuffer>>;
}
