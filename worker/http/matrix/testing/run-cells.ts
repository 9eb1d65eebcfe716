import type { Endpoint } from "../../endpoint.ts";
import { call, envWith } from "../../testing/call.ts";
import { ACTORS, type Actor } from "./actors.ts";
import { heldOn, leaksIn } from "./canaries.ts";
import { dumpOf, sameDump } from "./dump.ts";
import type { Fixture } from "./fixture.ts";
import type { Kind } from "./kind.ts";
import { KINDS } from "./kinds.ts";
import { expected, type Place, refusedAtDoor } from "./oracle.ts";
import { headersOf, RECORDS, standing, throwAway } from "./world.ts";

/** One call of the matrix. */
interface Cell {
  readonly actor: Actor;
  readonly place: Place | null;
  readonly status: number;
}

/** What a record's cells came to. */
export interface Tally {
  readonly cells: number;
  /** One line for each cell that is not as it has to be. */
  readonly wrong: readonly string[];
}

/** Calls at once. What staff do is written into one chain, in which each row has to wait for the one before. */
const AT_ONCE = { people: 8, staff: 1 } as const;
let calls = 0;

function placesOf({ of, places }: Fixture): readonly (Place | null)[] {
  if (of === undefined) return [null];
  const kind: Kind = KINDS[of];
  const own: Place[] = kind.sharing === "house" ? [] : ["own"];
  return places ?? [...kind.places, ...own, "missing", "malformed"];
}

/** On their own rows, and on what is no id, all are alike but those whose session says something else. */
const ALIKE: readonly Actor[] = [
  "share-admin",
  "share-write",
  "share-read",
  "share-expired",
  "share-revoked",
  "share-password-ok",
  "share-password-wrong",
  "link-only",
  "member",
  "viewer",
  "platform moderator",
  "wrong party",
  "other instance",
];
const isTelling = (actor: Actor, place: Place | null): boolean =>
  !((place === "own" || place === "malformed") && ALIKE.includes(actor));

function cellsOf(fixture: Fixture): Cell[] {
  return ACTORS.flatMap((actor) =>
    placesOf(fixture)
      .filter((place) => isTelling(actor, place))
      .map((place) => {
        const thing = place === null || fixture.of === undefined ? null : { kind: KINDS[fixture.of].sharing, place };
        const isIn = refusedAtDoor(fixture.door, actor) === null;
        const status = (isIn ? fixture.but?.(actor, place) : undefined) ?? expected(fixture, actor, thing);
        return { actor, place, status };
      }),
  );
}

/** The shares of a locked row are unlocked by its own id, or by that of the row whose password counts. */
function opensOf({ of }: Fixture, id: string): string | null {
  const kind = of === undefined ? null : (KINDS[of] as Kind);
  return kind === null ? null : (kind.grantsOn?.(id) ?? id);
}

async function ask(endpoint: Endpoint, fixture: Fixture, actor: Actor, id: string): Promise<Response> {
  calls += 1;
  const asked = { actor, id, nth: calls };
  const names: Record<string, string> = { ...fixture.path?.(asked), id };
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => names[name] ?? "unnamed");
  const headers = { ...fixture.headers, ...(await headersOf(actor, opensOf(fixture, id))) };
  const body = fixture.body?.(asked);
  return call(`${path}${fixture.query?.(asked) ?? ""}`, {
    method: endpoint.method,
    headers,
    limits: "none",
    ...(fixture.json === undefined ? {} : { json: fixture.json(asked) }),
    ...(body === undefined ? {} : { body }),
  });
}

/** The id to call with: one that may be thrown away where the call is let through and writes. */
async function idFor({ of }: Fixture, { actor, place }: Cell, isNew: boolean): Promise<string> {
  if (of === undefined || place === null) return "";
  return isNew ? throwAway(envWith().DB, of, place, actor) : standing(of, place, actor);
}

/** What is wrong with a cell's answer, and what of it has to be the same for all who are told that nothing is there. */
async function judge(endpoint: Endpoint, fixture: Fixture, cell: Cell, isNew: boolean) {
  const { actor, place, status } = cell;
  const id = await idFor(fixture, cell, isNew);
  const response = await ask(endpoint, fixture, actor, id);
  const text = await response.text();
  const isStaffCall = fixture.door === "staff" || fixture.door === "admin";
  const shown = isStaffCall ? [] : strangersIn(text, actor);
  const wrong = [...leaksIn(text, actor, isStaffCall), ...shown].map((leak) => ({
    what: `shows ${leak}`,
    actor,
    place,
  }));
  if (response.status !== status) {
    const reason = /"detail":"([^"]*)"/.exec(text)?.[1] ?? "";
    wrong.push({ what: `${response.status} for ${status} ${reason}`, actor, place });
  }
  if (response.status < 400 && response.status !== endpoint.status && !(response.status in endpoint.also))
    wrong.push({ what: `${response.status} is not what the registry says it answers`, actor, place });
  const nothing = response.status === 404 ? text.replace(/"request_id":"[^"]*"/, "") : null;
  return { wrong, nothing };
}

/** Rows of a list that are none of the reader's business. */
function strangersIn(text: string, actor: Actor): string[] {
  if (!text.startsWith('{"docs":[')) return [];
  const { docs } = JSON.parse(text) as { docs: { id?: string }[] };
  const known = docs.flatMap(({ id }) => (id !== undefined && RECORDS.has(id) ? [id] : []));
  return known.filter((id) => heldOn(actor, id) === null).map((id) => `row ${id}`);
}

interface Wrong {
  readonly what: string;
  readonly actor: Actor;
  readonly place: Place | null;
}

/** The same complaint of many actors is one line. */
function summary(found: readonly Wrong[]): string[] {
  const lines = new Map<string, Actor[]>();
  for (const { what, place, actor } of found) {
    const line = `${place === null ? "" : `on ${place} `}${what}`;
    lines.set(line, [...(lines.get(line) ?? []), actor]);
  }
  return [...lines].map(([line, actors]) => `${line} as ${actors.join(", ")}`);
}

async function inChunks<T, R>(items: readonly T[], chunk: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < items.length; at += chunk)
    done.push(...(await Promise.all(items.slice(at, at + chunk).map(work))));
  return done;
}

/** Every actor on every place of one record: first all that is denied, over rows that must not change, then the rest. */
export async function runRecord(endpoint: Endpoint, fixture: Fixture): Promise<Tally> {
  const cells = cellsOf(fixture);
  const denied = cells.filter(({ status }) => status >= 400);
  const allowed = cells.filter(({ status }) => status < 400);
  const db = envWith().DB;
  const chunk = fixture.door === "staff" || fixture.door === "admin" ? AT_ONCE.staff : AT_ONCE.people;
  const before = await dumpOf(db);
  const refused = await inChunks(denied, chunk, (cell) => judge(endpoint, fixture, cell, false));
  const changed = sameDump(before, await dumpOf(db));
  const isWrite = endpoint.method !== "GET";
  const granted = await inChunks(allowed, chunk, (cell) => judge(endpoint, fixture, cell, isWrite));
  const told = new Set(refused.flatMap(({ nothing }) => (nothing === null ? [] : [nothing])));
  return {
    cells: cells.length,
    wrong: [
      ...summary([...refused, ...granted].flatMap(({ wrong }) => wrong)).map(
        (line) => `${endpoint.method} ${endpoint.path}: ${line}`,
      ),
      ...changed.map((table) => `${endpoint.method} ${endpoint.path}: denied calls changed ${table}`),
      ...(told.size > 1 ? [`${endpoint.method} ${endpoint.path}: says "not there" in ${told.size} ways`] : []),
    ],
  };
}
