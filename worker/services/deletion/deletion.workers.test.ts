import { env as workerEnv } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import type { JobRecord } from "../../../schema/tables/jobs.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { call, json, signIn } from "../../http/testing/call.ts";
import { deleteBot } from "../bots/delete-bot.ts";
import { deleteConversation } from "../conversations/delete.ts";
import { LEASE_MS } from "../jobs/lease.ts";
import { readJob } from "../jobs/read-jobs.ts";
import { runJob } from "../jobs/run-jobs.ts";
import { deleteTome } from "../knowledge-collections/delete-tome.ts";
import {
  addEntries,
  addGrants,
  addLikes,
  addMessages,
  addPeople,
  addVectors,
  rowCounts,
} from "../testing/many-rows.ts";
import { Death, mortalEnv } from "../testing/mortal-env.ts";
import { walkOrphans } from "./walk-orphans.ts";

const env = workerEnv as unknown as Env;
const db = openDb(env.DB);
const MANY = 10_000;

interface Person {
  readonly token: string;
  readonly id: string;
}
let mara: Person;
let tess: Person;

const person = async (email: string): Promise<Person> => {
  const { token, user } = await signIn(email);
  return { token, id: user.id };
};

beforeEach(async () => {
  // The first of all is the admin: neither of these two.
  await person("admin@example.org");
  mara = await person("mara@example.org");
  tess = await person("tess@example.org");
});

const make = async (path: string, who: Person, body: object): Promise<string> => {
  const response = await call(path, { token: who.token, json: body });
  if (response.status !== 201) throw new Error(`${path} answered ${response.status}`);
  return (await json(response)).id;
};
const makeBot = (who: Person, more: object = {}) =>
  make("/api/bots", who, { name: "Lampkeeper", system_prompt: "You keep the lamp.", ...more });
const makeTome = (who: Person, more: object = {}) =>
  make("/api/knowledge-collections", who, { name: "Harbour", ...more });
const deleter = (who: Person) => ({ userId: who.id, nowMs: Date.now() });
const status = async (path: string, who: Person, method = "GET") =>
  (await call(path, { method, token: who.token })).status;
const docs = async (path: string, who: Person) => (await json(await call(path, { token: who.token }))).docs;

/** Runs a job to its end through as many deaths as `lives` says, each after a few more calls of D1 than the last. */
async function runThroughDeaths(job: JobRecord, lives: number, between: () => Promise<void>): Promise<number> {
  let nowMs = Date.now();
  let deaths = 0;
  for (let life = 0; life < lives; life += 1) {
    try {
      await runJob(mortalEnv(env, 1 + ((life * 7) % 11)), job.id, { clock: () => nowMs });
    } catch (error) {
      if (!(error instanceof Death) && !(error instanceof Error && error.cause instanceof Death)) throw error;
      deaths += 1;
    }
    if (life === 1) await between();
    nowMs += LEASE_MS + 1;
  }
  await runJob(env, job.id, { clock: () => nowMs });
  return deaths;
}

const expectDone = async (job: JobRecord) => {
  const { status: ended, done, total } = await readJob(db, job.id, job.user);
  expect({ ended, isWhole: done === total && done > 0 }).toEqual({ ended: "done", isWhole: true });
  return done;
};

/** Rows by table that are there now and were not, or the other way round. */
async function changedSince(before: Record<string, number>): Promise<Record<string, number>> {
  const after = await rowCounts(env.DB);
  return Object.fromEntries(
    Object.entries(after).flatMap(([table, n]) => (n === before[table] ? [] : [[table, n - (before[table] ?? 0)]])),
  );
}

describe("few rows", () => {
  test("[ERASE4] a bot goes with the answer, and nothing is left of it", async () => {
    const bot = await makeBot(mara);
    const before = await rowCounts(env.DB);
    const other = await makeBot(mara, { name: "Other" });
    await addGrants(env.DB, 0, { type: "bot", id: bot, by: mara.id, prefix: "none" }).catch(() => undefined);
    expect(await status(`/api/bots/${bot}`, mara, "DELETE")).toBe(204);
    expect(await status(`/api/bots/${bot}`, mara)).toBe(404);
    expect(await status(`/api/bots/${other}`, mara)).toBe(200);
    expect(await walkOrphans(env.DB)).toEqual([]);
    // One bot more and one less, the mark that it is gone, and no job.
    expect(await changedSince(before)).toEqual({ tombstones: 1 });
  });
});

describe("many rows", () => {
  test("[ERASE2] [ERASE3] [ERASE5] [JOB2] a tome with 10,000 entries, through deaths", async () => {
    const tome = await makeTome(mara);
    const bot = await makeBot(mara, { knowledge_collections: [tome] });
    const others = await makeTome(tess);
    await addEntries(env.DB, 20, others, tess.id);
    const before = await rowCounts(env.DB);
    await addEntries(env.DB, MANY, tome, mara.id);
    await addVectors(env.DB, 2_000, tome, mara.id);
    await addGrants(env.DB, 1, { type: "knowledgeCollection", id: tome, by: mara.id, prefix: "x" }).catch(
      () => undefined,
    );
    const job = await deleteTome(env, tome, deleter(mara));
    expect(job?.total).toBe(MANY + 2_000 + 2);
    const deaths = await runThroughDeaths(job!, 12, async () => {
      expect((await changedSince(before)).knowledge).toBeGreaterThan(0);
      expect(await status(`/api/knowledge-collections/${tome}`, mara)).toBe(404);
      expect(await status(`/api/knowledge/${tome}-e9999`, mara)).toBe(404);
      expect(await docs("/api/knowledge-collections", mara)).toEqual([]);
      expect(await docs(`/api/knowledge?knowledge_collection=${tome}`, mara)).toEqual([]);
      expect(await status(`/api/knowledge-collections/${tome}`, mara, "DELETE")).toBe(404);
    });
    expect(deaths).toBeGreaterThan(5);
    expect(await expectDone(job!)).toBe(MANY + 2_000 + 2);
    expect(await walkOrphans(env.DB)).toEqual([]);
    expect(await changedSince(before)).toEqual({
      tombstones: 1,
      jobs: 1,
      knowledge_collections: -1,
      collection_links: -1,
    });
    expect(await status(`/api/bots/${bot}`, mara)).toBe(200);
    expect(await docs("/api/knowledge-collections", tess)).toHaveLength(1);
  });
});
