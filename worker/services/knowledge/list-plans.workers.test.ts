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

describe("[KNOW4] lists go by an index", () => {
  test.each(both(ENTRY_SORTS))("entries of a tome by %s, from where the last page ended", async (sort) => {
    const { lines, scans, sorts } = await plan((db) =>
      listEntries(db, { ...page, sort, knowledge_collection: "t" }, me),
    );
    expect({ scans, sorts }).toEqual({ scans: [], sorts: [] });
    expect(lines.join("\n")).toMatch(
      /SEARCH knowledge USING INDEX knowledge_collection_\w+ \(knowledge_collection=\? AND/,
    );
  });

  test.each(both(TOME_SORTS))("my tomes by %s", async (sort) => {
    for (const list of [listTomes, countTomes] as const)
      expect((await plan((db) => list(db, { ...page, sort }, me))).scans).toEqual([]);
  });

  test("all my entries", async () => {
    expect((await plan((db) => listEntries(db, { ...page, sort: "-createdAt" }, me))).scans).toEqual([]);
  });

  test("public tomes, in their order", async () => {
    const { scans } = await plan((db) => listTomes(db, { ...page, sort: "-createdAt", public: true }, me));
    expect(scans).toEqual([]);
  });

  test.each(both(MEMORY_SORTS))("my memories by %s", async (sort) => {
    const { lines, scans, sorts } = await plan((db) => listMemories(db, { ...page, sort }, "me"));
    expect({ scans, sorts }).toEqual({ scans: [], sorts: [] });
    expect(lines.join("\n")).toMatch(/SEARCH memories USING INDEX memories_user\w* \(user=\? AND/);
  });

  test("my memories of a bot, newest first", async () => {
    const { scans, sorts } = await plan((db) => listMemories(db, { ...page, sort: "-createdAt", bot: "b" }, "me"));
    expect({ scans, sorts }).toEqual({ scans: [], sorts: [] });
  });

  test("my vectors, and those of one text", async () => {
    for (const source_id of [undefined, "e"])
      expect((await plan((db) => listVectors(db, { ...page, sort: "-createdAt", source_id }, "me"))).scans).toEqual([]);
  });

  test.each([
    ["everything I may see", {}],
    ["a room", { conversation_id: "r" }],
    ["an entry", { knowledge_entry_id: "e" }],
    ["a message", { message_id: "m" }],
    ["a method", { activation_method: "vector" as const }],
  ])("the log of %s", async (_, filter) => {
    for (const list of [listLog, countLog] as const) {
      const { scans } = await plan((db) => list(db, { ...page, ...filter, sort: "-activation_timestamp" }, me));
      expect(scans).toEqual([]);
    }
  });
});
