/**
 * Lists of 10,000 rows against lists of 100: the time of a page of 20, the first and one deep within, over HTTP. Two
 * servers with the same rows but for their number; their calls alternate. Goal ≤ 2.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "../run/server-process.ts";
import { eventually } from "../torture/api-client.ts";
import { ask, askJson, signInMany } from "./http-calls.ts";
import { copyRow } from "./many-rows.ts";
import { median, printTable } from "./table.ts";

const SMALL = 100;
const LARGE = 10_000;
const REPETITIONS = 40;
/** Rows before the deep page. */
const DEPTH = { [SMALL]: 60, [LARGE]: 6_000 } as const;

/** The lists of a filled server. Each has a person of its own, so that none meets their limit. */
interface Lists {
  readonly [name: string]: { readonly address: string; readonly token: string };
}

async function fill(rows: typeof SMALL | typeof LARGE, folder: string): Promise<Lists> {
  const { url } = await startServer({ dir: folder });
  const [owner, reader, talker] = await signInMany(url, 3);
  if (!owner || !reader || !talker) throw new Error("nobody signed in");
  const make = (path: string, token: string, body: object) =>
    askJson<{ id: string }>(`${url}/api/${path}`, token, body);
  const bot = await make("bots", owner.token, {
    name: "Bench",
    system_prompt: "You answer.",
    greeting: "Hello.",
    sharing_visibility: "public",
  });
  const tome = await make("knowledge-collections", owner.token, { name: "Tome" });
  const entry = await make("knowledge", owner.token, { type: "text", entry: "Salt.", knowledge_collection: tome.id });
  const room = await make("conversations", talker.token, { bot_ids: [bot.id] });
  const messages = `${url}/api/messages?conversation=${room.id}`;
  const { docs } = await eventually(
    () => askJson<{ docs: { id: string }[] }>(messages, talker.token),
    (answer) => answer.docs.length === 1,
  );
  copyRow(folder, "bots", bot.id, rows - 1, { slug: "'bench-' || n" });
  copyRow(folder, "knowledge", entry.id, rows - 1);
  copyRow(folder, "messages", docs[0]?.id ?? "", rows - 1, {
    seq: "n + 1000",
    created_timestamp: "strftime('%Y-%m-%dT%H:%M:%fZ', '2026-01-01', '+' || n || ' seconds')",
  });
  return {
    "public bots": { address: `${url}/api/bots?public=true`, token: reader.token },
    "entries of a tome": { address: `${url}/api/knowledge?knowledge_collection=${tome.id}`, token: owner.token },
    "messages of a room": { address: messages, token: talker.token },
  };
}

/** The address of the page of 20 that comes after `depth` rows. */
async function deepPage(address: string, token: string, depth: number): Promise<string> {
  let cursor = "";
  for (let passed = 0; passed < depth; passed += 100) {
    const limit = Math.min(100, depth - passed);
    const page = await askJson<{ next_cursor: string }>(`${address}&limit=${limit}${cursor}`, token);
    cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
  }
  return `${address}&limit=20${cursor}`;
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

const folder = mkdtempSync(join(tmpdir(), "bench-"));
const [small, large] = [await fill(SMALL, join(folder, "small")), await fill(LARGE, join(folder, "large"))];
const rows = [];
for (const [list, { address, token }] of Object.entries(small)) {
  const other = large[list];
  if (!other) throw new Error(`no ${list}`);
  const pages = {
    first: [`${address}&limit=20`, `${other.address}&limit=20`],
    deep: [await deepPage(address, token, DEPTH[SMALL]), await deepPage(other.address, other.token, DEPTH[LARGE])],
  } as const;
  for (const [page, [fewRows, manyRows]] of Object.entries(pages)) {
    const found: { few: number[]; many: number[] } = { few: [], many: [] };
    for (let i = 0; i < REPETITIONS; i++) {
      found.few.push(await timeOf(() => ask(fewRows, token)));
      found.many.push(await timeOf(() => ask(manyRows, other.token)));
    }
    const [few, many] = [median(found.few), median(found.many)];
    rows.push({ list, page, [`ms of ${SMALL}`]: few, [`ms of ${LARGE}`]: many, ratio: many / few });
  }
}
printTable(`Lists · a page of 20, medians of ${REPETITIONS} (goal ratio ≤ 2)`, rows);
rmSync(folder, { recursive: true, force: true });
process.exit(0);
