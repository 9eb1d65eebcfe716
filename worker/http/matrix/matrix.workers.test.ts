import { env } from "cloudflare:test";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { API } from "../api.ts";
import { call } from "../testing/call.ts";
import { ACTORS, sessionHeaders } from "./testing/actors.ts";
import { secretsIn } from "./testing/canaries.ts";
import type { Fixtures } from "./testing/fixture.ts";
import { CONTENT } from "./testing/fixtures-content.ts";
import { BACKEND, HOUSE, LAST } from "./testing/fixtures-house.ts";
import { OF_PEOPLE } from "./testing/fixtures-people.ts";
import { ROOMS } from "./testing/fixtures-rooms.ts";
import { runRecord, type Tally } from "./testing/run-cells.ts";
import { seedRooms, seedWorld } from "./testing/world.ts";

const { DB } = env as unknown as { DB: D1Database };
const PARTS: Record<string, Fixtures> = {
  "shared things": CONTENT,
  "people's own things": OF_PEOPLE,
  rooms: ROOMS,
  "the house": HOUSE,
  "the admin backend": BACKEND,
  "signing out": LAST,
};
const FIXTURES: Fixtures = Object.assign({}, ...Object.values(PARTS));
const recordOf = (name: string): string => name.split(" #")[0] ?? name;
const nameOf = ({ method, path }: (typeof API)[number]) => `${method} ${path}`;

/** Thousands of calls, also on a busy machine. */
const TIMEOUT_MS = 300_000;
const MOST_SHOWN = 40;
// biome-ignore lint/suspicious/noConsole: the figure is shown, not only judged.
const print = console.info.bind(console);
let [cells, seconds] = [0, 0];
let lines: string[] = [];

beforeEach(() => {
  lines = [];
  for (const level of ["log", "info", "warn", "error"] as const)
    vi.spyOn(console, level).mockImplementation((...said: unknown[]) => void lines.push(said.map(String).join(" ")));
});
afterEach(() => vi.restoreAllMocks());

test("[ACCESS1] every record of the registry has a fixture, and no fixture is of none", () => {
  const names = API.map(nameOf);
  const known = Object.keys(FIXTURES).map(recordOf);
  expect(names.filter((name) => !known.includes(name))).toEqual([]);
  expect(known.filter((name) => !names.includes(name))).toEqual([]);
});

test.each(Object.keys(PARTS))(
  "[ACCESS2] [ACCESS3] [ACCESS4] %s: everyone on everything",
  async (part) => {
    // The first call of all sows the sample content, and the first session makes the key that signs all.
    await call("/api/me", { headers: await sessionHeaders("owner") });
    await seedWorld(DB);
    if (part === "rooms") await seedRooms();
    const [tallies, started]: [Tally[], number] = [[], Date.now()];
    for (const endpoint of API) {
      const fixtures = Object.entries(PARTS[part] ?? {}).filter(([name]) => recordOf(name) === nameOf(endpoint));
      for (const [, fixture] of fixtures) tallies.push(await runRecord(endpoint, fixture));
    }
    seconds += (Date.now() - started) / 1_000;
    cells += tallies.reduce((sum, tally) => sum + tally.cells, 0);
    expect(tallies.flatMap(({ wrong }) => wrong).slice(0, MOST_SHOWN)).toEqual([]);
    expect(lines.filter((line) => secretsIn(line).length > 0).slice(0, 3)).toEqual([]);
  },
  TIMEOUT_MS,
);

test("[ACCESS2] there are thousands of cells", () => {
  print(`access matrix: ${cells} cells of ${API.length} calls and ${ACTORS.length} actors in ${seconds.toFixed(1)} s`);
  expect(cells).toBeGreaterThanOrEqual(3_000);
});
