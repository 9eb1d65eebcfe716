import { z } from "zod";
import type { Principal } from "../services/session/principal.ts";
import type { RequestContext } from "./context.ts";

/**
 * What a caller must be. `none`: anyone; `session`: signed in, guests too; `read`, `write`, `admin`, `owner`: signed in
 * and with that right on the row, which the service decides; `platform`: role moderator or admin; `platform-admin`: role
 * admin alone.
 */
export const NEEDS = ["none", "session", "read", "write", "admin", "owner", "platform", "platform-admin"] as const;
export type Need = (typeof NEEDS)[number];

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof METHODS)[number];

/** At most `max` calls in `windowS` seconds. */
export interface Rate {
  readonly max: number;
  readonly windowS: number;
  /**
   * Counted in D1, exactly, whatever isolate answers: for days and for what must not be guessed. Costs one write a call.
   * Others are counted in the isolate's memory.
   */
  readonly lasting?: true;
  /**
   * Whose calls are counted together. `caller`, the standard: one person's, or one address's where nobody is signed in.
   * `row`: everybody's at one address of the API. `row-and-address`: those of one network address at one of the API's.
   */
  readonly per?: "caller" | "row" | "row-and-address";
  /** Endpoints that share a name share the window. Standard: every endpoint its own. */
  readonly of?: string;
  /** Which calls count at all. Standard: all. */
  readonly counts?: (url: URL) => boolean;
}

/** What a body may be. `form` bodies reach the handler as `FormData`, `raw` ones as bytes, unparsed. */
export type BodyKind = "json" | "form" | "raw";

type Schema = z.ZodType;
type NeedOf<N extends Need> = N extends "none" ? Principal | null : Principal;

/** A handler's checked input. Parts the endpoint does not declare are undefined. */
export interface Input<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
}

/** One call of the HTTP API. The router mounts nothing else, so what is not declared here does not exist. */
export interface EndpointSpec<N extends Need, P extends Schema, Q extends Schema, B extends Schema, O extends Schema> {
  readonly method: Method;
  /** itty pattern from the root, e.g. `/api/bots/:id`. */
  readonly path: `/${string}`;
  readonly need: N;
  /** One line for the API's description. */
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Default `json`. */
  readonly bodyKind?: BodyKind;
  /** Most bytes of the body, checked while reading. Default MAX_BODY_BYTES. */
  readonly bodyLimit?: number;
  /** What an answer carries; fields it does not name never leave. */
  readonly output: O;
  /** Status of an answer that is not a Response. Default 200. */
  readonly status?: number;
  /** What else it may answer, by status, where its handler makes the Response itself: for the API's description. */
  readonly also?: Readonly<Record<number, Schema>>;
  /** One limit or several, beside those every call has (worker/http/rates.ts). */
  readonly rate?: Rate | readonly Rate[];
  /**
   * Whether every call is written to the audit log, before the handler runs and also when it is refused. The reason is
   * the body's `reason`, or the query's where there is no body; the endpoint's own schema demands it.
   */
  readonly audit?: boolean;
  /** A POST, PUT, PATCH or DELETE that only reads: it is no write for the limits and needs no Idempotency-Key. */
  readonly changesNothing?: boolean;
  /** Its answer is a credential, so it is never kept for a repeat of the same Idempotency-Key. */
  readonly givesSecret?: boolean;
  readonly handler: (
    context: RequestContext<NeedOf<N>>,
    input: Input<z.output<P>, z.output<Q>, z.output<B>>,
  ) => Promise<z.input<O> | Response>;
}

/** An endpoint with its types forgotten: what the router and the API's description see. */
export interface Endpoint {
  readonly method: Method;
  readonly path: `/${string}`;
  readonly need: Need;
  readonly summary: string;
  readonly params: Schema;
  readonly query: Schema;
  readonly body: Schema | null;
  readonly bodyKind: BodyKind;
  readonly bodyLimit: number;
  readonly output: Schema;
  readonly status: number;
  readonly also: Readonly<Record<number, Schema>>;
  readonly rates: readonly Rate[];
  readonly audit: boolean;
  readonly changesNothing: boolean;
  readonly givesSecret: boolean;
  readonly handler: (context: RequestContext, input: Input<unknown, unknown, unknown>) => Promise<unknown>;
}

/** Largest JSON body unless an endpoint says otherwise, bytes. Chosen; endpoints that take long texts name their own. */
export const MAX_BODY_BYTES = 256 * 1024;

const Nothing = z.object({});
type Nothing = typeof Nothing;

/** Declares an endpoint: checks its parts against each other and forgets their types. */
export function endpoint<
  N extends Need,
  P extends Schema = Nothing,
  Q extends Schema = Nothing,
  B extends Schema = z.ZodUndefined,
  O extends Schema = z.ZodNull,
>(spec: EndpointSpec<N, P, Q, B, O>): Endpoint {
  return {
    method: spec.method,
    path: spec.path,
    need: spec.need,
    summary: spec.summary,
    params: spec.params ?? Nothing,
    query: spec.query ?? z.strictObject({}),
    body: spec.body ?? null,
    bodyKind: spec.bodyKind ?? "json",
    bodyLimit: spec.bodyLimit ?? MAX_BODY_BYTES,
    output: spec.output,
    status: spec.status ?? 200,
    also: spec.also ?? {},
    rates: [spec.rate ?? []].flat(),
    audit: spec.audit ?? false,
    changesNothing: spec.changesNothing ?? spec.method === "GET",
    givesSecret: spec.givesSecret ?? false,
    // The router parses each part with the schema above and demands a session where `need` does, so the types hold.
    handler: spec.handler as Endpoint["handler"],
  };
}
