import { AppError } from "../../../../shared/app-error.ts";
import { API } from "../../api.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { Actor } from "../../matrix/testing/actors.ts";
import type { Fixture, Fixtures } from "../../matrix/testing/fixture.ts";
import { CONTENT } from "../../matrix/testing/fixtures-content.ts";
import { BACKEND, HOUSE } from "../../matrix/testing/fixtures-house.ts";
import { OF_PEOPLE } from "../../matrix/testing/fixtures-people.ts";
import { ROOMS } from "../../matrix/testing/fixtures-rooms.ts";
import { headersOf, throwAway } from "../../matrix/testing/world.ts";
import { readBody, readBytes } from "../../parse.ts";
import { call, envWith, ORIGIN } from "../../testing/call.ts";

const FIXTURES: Fixtures = { ...CONTENT, ...OF_PEOPLE, ...ROOMS, ...HOUSE, ...BACKEND };

/** A call that writes, on a row it may write to, by somebody who may. */
export interface Target {
  readonly name: string;
  readonly endpoint: Endpoint & { readonly body: NonNullable<Endpoint["body"]> };
  readonly fixture: Fixture;
  readonly actor: Actor;
}

const isWrite = (endpoint: Endpoint): endpoint is Target["endpoint"] =>
  endpoint.method !== "GET" && endpoint.bodyKind === "json" && endpoint.body !== null;

/** Every call of the registry that takes JSON, by name. */
export const TARGETS: readonly Target[] = API.filter(isWrite).flatMap((endpoint) => {
  const name = `${endpoint.method} ${endpoint.path}`;
  const fixture = FIXTURES[name];
  if (fixture === undefined) return [];
  const isStaffs = fixture.door === "staff" || fixture.door === "admin";
  return [{ name, endpoint, fixture, actor: isStaffs ? "platform admin" : "owner" } as const];
});

/** A target with a row of its own to be called on. */
export interface Aimed extends Target {
  readonly id: string;
  /** A body that is taken. */
  readonly good: Readonly<Record<string, unknown>>;
}

let calls = 0;

export async function aim(target: Target): Promise<Aimed> {
  const { fixture, actor } = target;
  calls += 1;
  const id = fixture.of === undefined ? "" : await throwAway(envWith().DB, fixture.of, "theirs", "owner");
  const good = (fixture.json?.({ actor, id, nth: calls }) ?? {}) as Aimed["good"];
  return { ...target, id, good };
}

/** The answer to a body, given as bytes or text and sent as JSON. */
export async function send(aimed: Aimed, body: BodyInit): Promise<Response> {
  const { endpoint, fixture, actor, id } = aimed;
  calls += 1;
  const names: Record<string, string> = { ...fixture.path?.({ actor, id, nth: calls }), id };
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => names[name] ?? "unnamed");
  const query = fixture.query?.({ actor, id, nth: calls }) ?? "";
  return call(`${path}${query}`, {
    method: endpoint.method,
    body,
    headers: { "content-type": "application/json", ...(await headersOf(actor, null)) },
    limits: "none",
  });
}

/**
 * Whether the reader of all calls takes a body for this one: what `send` comes to first, without the way there.
 * @throws Whatever would be answered as a fault of ours.
 */
export async function isRead({ endpoint }: Target, body: BodyInit): Promise<boolean> {
  const headers = { "content-type": "application/json" };
  const request = new Request(ORIGIN, { method: "POST", headers, body });
  try {
    await readBody(endpoint, request, () => readBytes(request, endpoint.bodyLimit));
    return true;
  } catch (error) {
    if (error instanceof AppError && ["invalid", "too_large"].includes(error.code)) return false;
    throw error;
  }
}

/** Calls in parallel, a few at a time. */
export async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>, atOnce = AT_ONCE): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < items.length; at += atOnce)
    done.push(...(await Promise.all(items.slice(at, at + atOnce).map(work))));
  return done;
}
const AT_ONCE = 8;

/** As `each`, one after the other where all change one row and each looks at what it became. */
export const eachInTurn = <T, R>({ endpoint }: Target, items: readonly T[], work: (item: T) => Promise<R>) =>
  each(items, work, endpoint.method === "PATCH" ? 1 : AT_ONCE);
