import { AppError } from "../../shared/app-error.ts";
import { openDb } from "../db.ts";
import { log } from "../log.ts";
import { issuerOf } from "../services/session/issuer.ts";
import { isVersionMoved } from "../services/version-guard.ts";
import { recordCall } from "./audited.ts";
import { authenticate, type Caller, checkOrigin } from "./auth.ts";
import type { Call, Kit, RoutedRequest } from "./call.ts";
import { expectedVersion, readCurrent } from "./conditional.ts";
import type { Endpoint, Input } from "./endpoint.ts";
import { errorResponse, StaleVersion } from "./error-response.ts";
import { CHANGING, namesTag, versionOf } from "./etag.ts";
import { checkNeed } from "./need.ts";
import { parse, readBody, readBytes, readParams, readQuery } from "./parse.ts";
import { limitsOf } from "./rates.ts";
import { onlyOnce } from "./repeats.ts";
import type { Scope } from "./router.ts";
import { ownHeaders } from "./security-headers.ts";
import { renewSession } from "./session-cookies.ts";
import { unlockedBy } from "./share-header.ts";
import { openCursor, signCursor } from "./signed-cursors.ts";

/** Answers one call of `endpoint`. Never throws: whatever a handler throws becomes a problem. */
export async function answer(endpoint: Endpoint, request: RoutedRequest, scope: Scope, kit: Kit): Promise<Response> {
  const headers = new Headers({ "cache-control": "private, no-store" });
  try {
    return await run(await callOf(endpoint, request, scope, { headers, kit }));
  } catch (error) {
    return problem(error, endpoint, scope, headers);
  }
}

/** An error as an answer, with what the caller should know of limits all the same. */
async function problem(error: unknown, { path }: Endpoint, { requestId }: Scope, headers: Headers): Promise<Response> {
  const response = errorResponse(error, requestId, path);
  for (const [name, value] of headers) if (name.startsWith("ratelimit")) response.headers.set(name, value);
  if (error instanceof StaleVersion && error.current !== undefined)
    response.headers.set("etag", (await versionOf(error.current)).etag);
  return response;
}

async function callOf(
  endpoint: Endpoint,
  request: RoutedRequest,
  scope: Scope,
  { headers, kit }: Pick<Call, "headers" | "kit">,
): Promise<Call> {
  const { env, settings, nowMs } = scope;
  const db = openDb(env.DB);
  const issuer = () => issuerOf(env.DB, nowMs);
  const caller = await callerFor(endpoint, request, { env, settings, db, nowMs, mayRecall: mayRecall(endpoint) });
  checkOrigin(request, settings);
  await kit.limiter.take(limitsOf(endpoint, request, caller?.principal ?? null), { db, issuer, nowMs }, headers);
  const url = new URL(request.url);
  const principal = caller?.principal ?? null;
  let bytes: Promise<Uint8Array<ArrayBuffer>> | undefined;
  const body = () => {
    bytes ??= readBytes(request, endpoint.bodyLimit);
    return bytes;
  };
  const unlocked = await unlockedBy(request, env, principal?.userId ?? null, nowMs);
  const context = { ...scope, request, url, db, headers, principal, unlocked, expects: undefined };
  return { endpoint, request, context, caller, headers, kit, issuer, body };
}

/** Whatever changes something, is written down or is for staff alone goes by what D1 says now. */
const mayRecall = ({ method, need, audit }: Endpoint): boolean =>
  method === "GET" && !audit && !need.startsWith("platform");

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

/** Gate, key, log, handler: a call that is refused is logged as refused, one that is a repeat does nothing. */
async function run(call: Call): Promise<Response> {
  let passed: Passed;
  try {
    passed = await gate(call);
  } catch (error) {
    await recordCall(call, "denied");
    throw error;
  }
  const work = async (): Promise<Response> => {
    try {
      await recordCall(call, "allowed");
      return await handle(call, passed);
    } catch (error) {
      return problem(await asStale(call, error), call.endpoint, call.context, call.headers);
    }
  };
  return onlyOnce(call, work);
}

/** What a call has once it may reach its handler. */
interface Passed {
  readonly input: Input<unknown, unknown, unknown>;
  readonly expects: string | undefined;
}

async function gate(call: Call): Promise<Passed> {
  const { endpoint, request, context, caller } = call;
  checkNeed(endpoint, caller);
  if (caller !== null) await renewSession(context, caller);
  const input = {
    params: parse(endpoint.params, readParams(request.params), "path"),
    query: parse(endpoint.query, await readSignedQuery(call), "query"),
    body: await readBody(endpoint, request, call.body),
  };
  return { input, expects: await expectedVersion(call) };
}

const listOf = ({ issuer, context: { url, principal } }: Call) => ({ issuer, url, userId: principal?.userId ?? null });

async function readSignedQuery(call: Call): Promise<Record<string, string>> {
  const query = readQuery(call.context.url);
  const signed = query["cursor"];
  return signed === undefined ? query : { ...query, cursor: await openCursor(listOf(call), signed) };
}

async function handle(call: Call, { input, expects }: Passed): Promise<Response> {
  return toResponse(call, await call.endpoint.handler({ ...call.context, expects }, input));
}

/** A version guard that did not hold says what became of the row in the meantime. */
async function asStale(call: Call, error: unknown): Promise<unknown> {
  return isVersionMoved(error) ? new StaleVersion(await readCurrent(call)) : error;
}

/** Only what the endpoint declares leaves: `output` drops every other field. */
async function toResponse(call: Call, result: unknown): Promise<Response> {
  const { endpoint, headers } = call;
  if (result instanceof Response) return withHeaders(result, headers);
  if (endpoint.status === 204) return new Response(null, { status: 204, headers });
  const body = await withSignedCursor(call, endpoint.output.parse(result));
  if (!hasVersion(call)) return Response.json(body, { status: endpoint.status, headers });
  const { text, etag } = await versionOf(body);
  headers.set("etag", etag);
  const known = endpoint.method === "GET" ? call.request.headers.get("if-none-match") : null;
  if (known !== null && namesTag(known, etag)) return new Response(null, { status: 304, headers });
  headers.set("content-type", "application/json");
  return new Response(text, { status: endpoint.status, headers });
}

function withHeaders(result: Response, headers: Headers): Response {
  const response = ownHeaders(result);
  for (const [name, value] of headers)
    if (name === "set-cookie" || !response.headers.has(name)) response.headers.append(name, value);
  return response;
}

async function withSignedCursor(call: Call, body: unknown): Promise<unknown> {
  if (typeof body !== "object" || body === null || !("next_cursor" in body)) return body;
  const { next_cursor } = body;
  return typeof next_cursor === "string" ? { ...body, next_cursor: await signCursor(listOf(call), next_cursor) } : body;
}

/** A single resource, or a change of one that is answered with what its GET shows. */
function hasVersion({ endpoint, kit }: Call): boolean {
  const reader = kit.readers.get(endpoint.path);
  if (endpoint === reader) return true;
  return CHANGING.includes(endpoint.method) && reader !== undefined && reader.output === endpoint.output;
}
