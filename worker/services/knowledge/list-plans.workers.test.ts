import { env } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { Db } from "../../db.ts";
import type { Env } from "../../env.ts";
import { plansOf } from "../../testing/query-plans.ts";
import { countLog, listLog } from "../activation-log/read-log.ts";
import { countTomes, listTomes, TOME_SORTS } from "../knowledge-collections/read-tomes.ts";
import { listMemories, MEMORY_SORTS } from "../memories/read-memories.ts";
import { listVectors } from "../vector-records/read-vectors.ts";
import { ENTRY_SORTS, listEntries } from "./read-entries.ts";

const { DB } = env as unknown as Env;
const me = { userId: "me", nowMs: 0 };
const page = { limit: 20, after: { value: "2026", id: "x" } };
const both = (names: object) => Object.keys(names).flatMap((name) => [name, `-${name}`]) as never[];

const plan = async (work: (db: Db) => Promise<unknown>) => {
  const lines = await plansOf(DB, work);
  expect(lines.length).toBeGreaterThan(0);
  return {
    lines,
    scans: lines.filter((line) => /^SCAN (?!json_each|CONSTANT|\(|wanted|held)/.test(line)),
    sorts: lines.filter((line) => /TEMP B-TREE FOR (ORDER BY|LAST|RIGHT)/.test(line)),
  };
};

/** What is wrong with the plan of each list: whole tables read, rows sorted after they were found. */
async function faults(lists: Record<string, (db: Db) => Promise<unknown>>) {
  const found: Record<string, string[]> = {};
  for (const [name, list] of Object.entries(lists)) {
    const { scans, sorts } = await plan(list);
    found[name] = [...scans, ...sorts];
  }
  return found;
}
const none = (lists: object) => Object.fromEntries(Object.keys(lists).map((name) => [name, []]));

describe("lists go by an index", () => {
  test("[KNOW4] entries of a tome and memories in every order, from where the last page ended, without sorting", async () => {
    const lists = Object.fromEntries([
      ...both(ENTRY_SORTS).map((sort) => [
        `entries ${sort}`,
        (db: Db) => listEntries(db, { ...page, sort, knowledge_collection: "t" }, me),
      ]),
      ...both(MEMORY_SORTS).map((sort) => [`memories ${sort}`, (db: Db) => listMemories(db, { ...page, sort }, "me")]),
      ["memories of a bot", (db: Db) => listMemories(db, { ...page, sort: "-createdAt", bot: "b" }, "me")],
    ]);
    expect(Object.keys(lists)).toHaveLength(17);
    expect(await faults(lists)).toEqual(none(lists));
  });

  test("[KNOW4] a deep page begins where the last one ended", async () => {
    const entries = await plan((db) => listEntries(db, { ...page, sort: "-updatedAt", knowledge_collection: "t" }, me));
    expect(entries.lines.join("\n")).toMatch(
      /knowledge_collection_updated_idx \(knowledge_collection=\? AND \(updatedAt,id\)</,
    );
    const memories = await plan((db) => listMemories(db, { ...page, sort: "importance" }, "me"));
    expect(memories.lines.join("\n")).toMatch(/memories_user_importance_idx \(user=\? AND \(importance,id\)>/);
  });

  test("[KNOW4] what is the caller's of tomes, entries, vectors and the log is found without reading what is others'", async () => {
    const newest = { ...page, sort: "-activation_timestamp" } as const;
    const filters = [
      {},
      { conversation_id: "r" },
      { knowledge_entry_id: "e" },
      { message_id: "m" },
      { activation_method: "vector" },
    ] as const;
    const lists: [string, (db: Db) => Promise<unknown>][] = [
      ...both(TOME_SORTS).flatMap((sort): [string, (db: Db) => Promise<unknown>][] => [
        [`tomes ${sort}`, (db) => listTomes(db, { ...page, sort }, me)],
        [`count of tomes ${sort}`, (db) => countTomes(db, { ...page, sort }, me)],
      ]),
      ["public tomes", (db) => listTomes(db, { ...page, sort: "-createdAt", public: true }, me)],
      ["all entries", (db) => listEntries(db, { ...page, sort: "-createdAt" }, me)],
      ["vectors", (db) => listVectors(db, { ...page, sort: "-createdAt" }, "me")],
      ["vectors of a text", (db) => listVectors(db, { ...page, sort: "-createdAt", source_id: "e" }, "me")],
      ...filters.flatMap((filter): [string, (db: Db) => Promise<unknown>][] => [
        [`log ${JSON.stringify(filter)}`, (db) => listLog(db, { ...newest, ...filter }, me)],
        [`count of log ${JSON.stringify(filter)}`, (db) => countLog(db, { ...newest, ...filter }, me)],
      ]),
    ];
    const scans: Record<string, string[]> = {};
    for (const [name, list] of lists) scans[name] = (await plan(list)).scans;
    expect(scans).toEqual(none(scans));
  });
});
