import type { Call } from "./call.ts";
import { StaleVersion } from "./error-response.ts";
import { CHANGING, namesVersion, type Version, versionOf } from "./etag.ts";
import { checkNeed } from "./need.ts";
import { parse, readParams } from "./parse.ts";

/** The resource as the caller's own GET of the same address shows it now; undefined where there is no such GET. */
export async function readCurrent(call: Call): Promise<unknown> {
  return (await currentVersion(call))?.body;
}

async function currentVersion(call: Call): Promise<Version | undefined> {
  const { endpoint, kit, request, context, caller } = call;
  const reader = kit.readers.get(endpoint.path);
  if (reader === undefined) return undefined;
  checkNeed(reader, caller);
  const input = {
    params: parse(reader.params, readParams(request.params), "path"),
    // What a resource is does not hang on the query; one that must be there (why staff look) the call itself answers.
    query: reader.query.safeParse({}).data ?? {},
    body: undefined,
  };
  return versionOf(reader.output.parse(await reader.handler({ ...context, expects: undefined }, input)));
}

/**
 * Refuses to change another version than the caller's `If-Match` names.
 * @returns `updatedAt` of that version for the service's guard, where the resource has one and a version was named.
 * @throws StaleVersion with the resource as it is now; what its GET throws.
 */
export async function expectedVersion(call: Call): Promise<string | undefined> {
  const wanted = call.request.headers.get("if-match");
  if (wanted === null || !CHANGING.includes(call.endpoint.method)) return undefined;
  const current = await currentVersion(call);
  if (current === undefined || !namesVersion(wanted, current.etag)) throw new StaleVersion(current?.body);
  return wanted.trim() === "*" ? undefined : updatedAtOf(current.body);
}

const updatedAtOf = (body: unknown): string | undefined => {
  const { updatedAt } = body as { readonly updatedAt?: unknown };
  return typeof updatedAt === "string" ? updatedAt : undefined;
};
