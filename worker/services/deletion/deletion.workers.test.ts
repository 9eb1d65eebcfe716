import { env as workerEnv } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { JobRecord } from "../../../schema/tables/jobs.ts";
import { D1OutboxSink } from "../../conversation/adapters/d1-outbox-sink.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { call, json, signIn } from "../../http/testing/call.ts";
import { doChores } from "../../scheduled.ts";
import { sampleLogRow, sampleMessage } from "../../testing/d1-rows.ts";
import { deleteBot } from "../bots/delete-bot.ts";
import { deleteConversation } from "../conversations/delete.ts";
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
import { runThroughDeaths } from "../testing/mortal-env.ts";
import { UNDO_MS } from "./begin.ts";
import { walkOrphans } from "./walk-orphans.ts";

const env = workerEnv as unknown as Env;
const db = openDb(env.DB);
const MANY = 10_000;
const SOME = 1_000;

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
  // Every death is logged.
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  // The first of all is the admin: neither of these two.
  await person("admin@example.org");
  mara = await person("mara@example.org");
  tess = await person("tess@example.org");
});

afterEach(() => vi.restoreAllMocks());

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

const makeRoom = (who: Person, bot: string) => make("/api/conversations", who, { bot_ids: [bot] });
const remember = (who: Person, bot: string, conversation: string) =>
  env.DB.prepare(
    `insert into memories (id, user, bot, conversation, entry, created_timestamp, modified_timestamp, createdAt, updatedAt)
     values (?1, ?2, ?3, ?4, 'She keeps the lamp.', 'x', 'x', 'x', 'x')`,
  )
    .bind(crypto.randomUUID(), who.id, bot, conversation)
    .run();
const one = <T>(sql: string, ...values: string[]) =>
  env.DB.prepare(sql)
    .bind(...values)
    .first<T>();

describe("few rows", () => {
  test("[ERASE4] [ERASE5] a bot goes with the answer, and what others hold of it is kept by its fate", async () => {
    const bot = await makeBot(mara, { sharing_visibility: "public" });
    const room = await makeRoom(tess, bot);
    await remember(tess, bot, room);
    await addPeople(env.DB, 3, "few");
    const before = await rowCounts(env.DB);
    await addLikes(env.DB, 3, bot, "few");
    await addGrants(env.DB, 3, { type: "bot", id: bot, by: mara.id, prefix: "few" });
    expect(await status(`/api/bots/${bot}`, mara, "DELETE")).toBe(204);
    expect(await status(`/api/bots/${bot}`, mara)).toBe(404);
    expect(await walkOrphans(env.DB)).toEqual([]);
    // One bot less, the mark that it is gone, and no job. Room and memory of others are there.
    expect(await changedSince(before)).toEqual({ tombstones: 1, bots: -1 });
    expect(await status(`/api/conversations/${room}`, tess)).toBe(200);
    // Its address is free again.
    await makeBot(mara);
  });

  test("[ERASE11] a deletion of a version that moved deletes nothing; of two of the same one wins", async () => {
    const bot = await makeBot(mara);
    const read = await call(`/api/bots/${bot}`, { token: mara.token });
    const etag = read.headers.get("etag") ?? "";
    const old = { "if-match": etag };
    expect((await call(`/api/bots/${bot}`, { method: "PATCH", token: mara.token, json: { age: 7 } })).status).toBe(200);
    expect((await call(`/api/bots/${bot}`, { method: "DELETE", token: mara.token, headers: old })).status).toBe(412);
    const stale = deleteBot(env, bot, { ...deleter(mara), expects: "2000-01-01T00:00:00.000Z" });
    await expect(stale).rejects.toThrow();
    expect(await status(`/api/bots/${bot}`, mara)).toBe(200);
    const answers = await Promise.all([1, 2, 3].map(() => status(`/api/bots/${bot}`, mara, "DELETE")));
    // One of them deletes; the others find nothing any more, or its job still at it.
    expect(answers.filter((answer) => ![202, 204, 404].includes(answer))).toEqual([]);
    expect(answers).toContain(204);
    expect(await status(`/api/bots/${bot}`, mara)).toBe(404);
    expect(await walkOrphans(env.DB)).toEqual([]);
  });

  test("[ERASE3] a stranger, an editor and a guest delete nothing", async () => {
    const bot = await makeBot(mara, { sharing_visibility: "public" });
    const before = await rowCounts(env.DB);
    expect(await status(`/api/bots/${bot}`, tess, "DELETE")).toBe(403);
    expect((await call(`/api/bots/${bot}`, { method: "DELETE" })).status).toBe(401);
    expect(await status("/api/bots/missing", tess, "DELETE")).toBe(404);
    expect(await changedSince(before)).toEqual({});
  });

  test("[ERASE7] the original of a document goes with the last entry made of it", async () => {
    const [tome, other] = [await makeTome(mara), await makeTome(mara, { name: "Other" })];
    await addEntries(env.DB, 3, tome, mara.id);
    await addEntries(env.DB, 1, other, mara.id);
    await env.MEDIA.put("documents/both", "x");
    await env.MEDIA.put("documents/one", "x");
    await env.DB.batch([
      env.DB.prepare("update knowledge set r2_file_key = 'documents/both' where title = 'Lamp 1'"),
      env.DB.prepare("update knowledge set r2_file_key = 'documents/one' where title in ('Lamp 2', 'Lamp 3')"),
    ]);
    expect(await status(`/api/knowledge-collections/${tome}`, mara, "DELETE")).toBe(204);
    expect(await env.MEDIA.head("documents/one")).toBeNull();
    expect(await env.MEDIA.head("documents/both")).not.toBeNull();
    expect(await status(`/api/knowledge-collections/${other}`, mara, "DELETE")).toBe(204);
    expect(await env.MEDIA.head("documents/both")).toBeNull();
    expect(await walkOrphans(env.DB)).toEqual([]);
  });
});

describe("many rows", () => {
  test("[ERASE2] [ERASE3] [ERASE5] [JOB2] a tome with 10,000 entries, through deaths", async () => {
    const tome = await makeTome(mara);
    const bot = await makeBot(mara, { knowledge_collections: [tome] });
    const others = await makeTome(tess);
    await addEntries(env.DB, 20, others, tess.id);
    const room = await makeRoom(mara, bot);
    await env.DB.prepare("update conversations set memory_tome = ?1 where id = ?2").bind(tome, room).run();
    const before = await rowCounts(env.DB);
    await addEntries(env.DB, MANY, tome, mara.id);
    await addVectors(env.DB, 2_000, tome, mara.id);
    const job = await deleteTome(env, tome, deleter(mara));
    // Entries, vectors, a link, a room that kept its memories here, the tome.
    expect(job?.total).toBe(MANY + 2_000 + 3);
    const deaths = await runThroughDeaths(env, job!, 12, async () => {
      expect((await changedSince(before))["knowledge"]).toBeGreaterThan(0);
      expect(await status(`/api/knowledge-collections/${tome}`, mara)).toBe(404);
      expect(await status(`/api/knowledge/${tome}-e9999`, mara)).toBe(404);
      expect(await docs("/api/knowledge-collections", mara)).toEqual([]);
      expect(await docs("/api/knowledge", mara)).toEqual([]);
      expect(await status(`/api/knowledge-collections/${tome}`, mara, "DELETE")).toBe(404);
    });
    expect(deaths).toBeGreaterThan(5);
    expect(await expectDone(job!)).toBe(MANY + 2_000 + 3);
    expect(await walkOrphans(env.DB)).toEqual([]);
    const { knowledge_collections, collection_links, ...rest } = await changedSince(before);
    expect([knowledge_collections, collection_links, rest]).toEqual([-1, -1, { tombstones: 1, jobs: 1 }]);
    expect(await status(`/api/conversations/${room}`, mara)).toBe(200);
    expect(await docs("/api/knowledge-collections", tess)).toHaveLength(1);
  });

  test("[ERASE2] [ERASE3] [ERASE5] a bot with 10,000 likes and a thousand grants, through deaths", async () => {
    await addPeople(env.DB, MANY, "p");
    const [bot, other] = [await makeBot(mara, { sharing_visibility: "public" }), await makeBot(tess)];
    const room = await makeRoom(tess, bot);
    await remember(tess, bot, room);
    await addLikes(env.DB, 30, other, "p");
    const before = await rowCounts(env.DB);
    await addLikes(env.DB, MANY, bot, "p");
    await addGrants(env.DB, SOME, { type: "bot", id: bot, by: mara.id, prefix: "p" });
    const job = await deleteBot(env, bot, deleter(mara));
    await runThroughDeaths(env, job!, 8, async () => {
      expect((await changedSince(before))["access_control"]).toBeGreaterThan(0);
      for (const who of [mara, tess]) {
        expect(await status(`/api/bots/${bot}`, who)).toBe(404);
        expect(await docs("/api/bots?public=true&search=Lampkeeper", who)).toEqual([]);
      }
      expect(await docs("/api/bots", mara)).toEqual([]);
      expect((await json(await call("/api/bots?count=true", { token: mara.token }))).total).toBe(0);
    });
    expect(await expectDone(job!)).toBe(MANY + SOME + 1);
    expect(await walkOrphans(env.DB)).toEqual([]);
    expect(await changedSince(before)).toEqual({ tombstones: 1, jobs: 1, bots: -1 });
    expect(await one("select likes_count as n from bots where id = ?", other)).toEqual({ n: 30 });
  });

  test("[ERASE2] [ERASE3] [ERASE5] [ERASE6] a conversation with 10,000 messages, through deaths", async () => {
    const bot = await makeBot(mara);
    const [room, other] = [await makeRoom(mara, bot), await makeRoom(mara, bot)];
    await remember(mara, bot, room);
    const before = await rowCounts(env.DB);
    await addMessages(env.DB, MANY, room, mara.id);
    const job = await deleteConversation(env, room, deleter(mara));
    await runThroughDeaths(env, job!, 10, async () => {
      expect(await status(`/api/conversations/${room}`, mara)).toBe(404);
      expect(await status(`/api/conversations/${room}/messages`, mara)).toBe(404);
      expect(await docs(`/api/messages?conversation=${room}`, mara)).toEqual([]);
      expect(await docs("/api/conversations", mara)).toHaveLength(1);
    });
    await expectDone(job!);
    const snapshot = await env.CONVERSATION.getByName(room).snapshot();
    expect(snapshot.ok).toBe(false);
    const gone = { tombstones: 1, jobs: 1, conversations: -1, conversation_members: -1, conversation_bots: -1 };
    expect(await changedSince(before)).toEqual(gone);
    expect(await one("select conversation, entry from memories")).toEqual({
      conversation: null,
      entry: "She keeps the lamp.",
    });

    // What the room still had under way arrives.
    const sink = new D1OutboxSink(env.DB);
    const row = { id: 1, rev: 9, seq: 9, key: "late" };
    const message = sampleMessage({ id: "late", conversation: room, user: mara.id, rev: 9 });
    const logged = [sampleLogRow({ id: "late", conversation_id: room })];
    await sink.write([
      { ...row, kind: "message", payload: JSON.stringify(message) },
      { ...row, id: 2, kind: "activation_log", payload: JSON.stringify(logged) },
    ]);
    expect(await changedSince(before)).toEqual(gone);
    expect(await walkOrphans(env.DB)).toEqual([]);
    expect(await status(`/api/conversations/${other}`, mara)).toBe(200);
  });

  test("[ERASE4] [ERASE10] [JOB7] the call answers a job that ends by itself and cannot be cancelled", async () => {
    const tome = await makeTome(mara);
    await addEntries(env.DB, 600, tome, mara.id);
    const job = await deleteTome(env, tome, deleter(mara));
    const path = `/api/jobs/${job!.id}`;
    const refused = await call(path, { method: "DELETE", token: mara.token });
    expect([refused.status, (await json(refused)).detail]).toEqual([409, expect.stringContaining("cannot come back")]);
    expect(await status(path, tess)).toBe(404);

    const second = await makeTome(mara);
    await addEntries(env.DB, 600, second, mara.id);
    const answer = await call(`/api/knowledge-collections/${second}`, { method: "DELETE", token: mara.token });
    expect(answer.status).toBe(202);
    const told = await json(answer);
    expect(Object.keys(told).sort()).toEqual(
      [
        "createdAt",
        "done",
        "error",
        "id",
        "kind",
        "paused",
        "phase",
        "result",
        "status",
        "total",
        "undo_until",
        "updatedAt",
      ].sort(),
    );
    const ended = await json(await call(`/api/jobs/${told.id}`, { token: mara.token }));
    expect([ended.status, ended.done, ended.total]).toEqual(["done", 601, 601]);
    // Nobody came for the first one yet.
    expect((await json(await call(path, { token: mara.token }))).status).toBe("queued");
    expect((await json(await call(path, { token: mara.token }))).status).toBe("done");
  });

  test("[ERASE3] [ERASE14] with undo nothing is seen, and for ten minutes all of it can be had back", async () => {
    const bot = await makeBot(mara, { sharing_visibility: "public" });
    const room = await make("/api/conversations", mara, { bot_ids: [bot] });
    const { slug } = await json(await call(`/api/bots/${bot}`, { token: mara.token }));
    const paths = [`/api/bots/${bot}`, `/api/conversations/${room}`];
    const beganMs = Date.now();
    const begun = paths.map(async (path) =>
      json(await call(`${path}?undo=true`, { method: "DELETE", token: mara.token })),
    );
    const jobs = await Promise.all(begun);
    for (const path of paths) expect(await status(path, mara)).toBe(404);
    await doChores(env);
    expect(jobs.map(({ status: state, undo_until }) => [state, Date.parse(undo_until) >= beganMs + UNDO_MS])).toEqual([
      ["queued", true],
      ["queued", true],
    ]);
    expect(jobs.map(({ result }) => result)).toEqual([{ name: "Lampkeeper" }, { name: null }]);
    // What the room still had under way is not lost meanwhile.
    const said = JSON.stringify(sampleMessage({ id: "m1", conversation: room, user: mara.id, rev: 9 }));
    await new D1OutboxSink(env.DB).write([{ id: 1, rev: 9, seq: 9, key: "m1", kind: "message", payload: said }]);
    for (const { id } of jobs) {
      const path = `/api/jobs/${id}`;
      expect((await call(path, { method: "DELETE", token: tess.token })).status).toBe(404);
      expect((await json(await call(path, { method: "DELETE", token: mara.token }))).status).toBe("cancelled");
      expect((await call(path, { method: "DELETE", token: mara.token })).status).toBe(409);
    }
    await doChores(env, Date.now() + 2 * UNDO_MS);
    for (const path of paths) expect(await status(path, mara)).toBe(200);
    expect((await json(await call(paths[0]!, { token: mara.token }))).slug).toBe(slug);
    expect(await one("select count(*) as n from messages where id = 'm1'")).toEqual({ n: 1 });
  });

  test("[ERASE14] once the ten minutes are over it goes like any other, and cannot be had back", async () => {
    const bot = await makeBot(mara, { slug: "lamp" });
    const who = deleter(mara);
    const job = await deleteBot(env, bot, { ...who, undo: true });
    await runJob(env, job!.id, { clock: () => who.nowMs + UNDO_MS - 1 });
    expect(await one("select count(*) as n from bots where id = ?", bot)).toEqual({ n: 1 });
    await runJob(env, job!.id, { clock: () => who.nowMs + UNDO_MS + 1 });
    expect(await one("select count(*) as n from bots where id = ?", bot)).toEqual({ n: 0 });
    expect((await call(`/api/jobs/${job!.id}`, { method: "DELETE", token: mara.token })).status).toBe(409);
    await makeBot(mara, { slug: "lamp" });
  });

  test("[ERASE10] a deletion whose job went is carried on by the clock", async () => {
    const tome = await makeTome(mara);
    await addEntries(env.DB, 600, tome, mara.id);
    const job = await deleteTome(env, tome, deleter(mara));
    await env.DB.prepare("delete from jobs where id = ?").bind(job!.id).run();
    await doChores(env);
    expect(await one("select count(*) as n from knowledge")).toEqual({ n: 0 });
    expect(await one("select kind, status, user from jobs")).toEqual({
      kind: "delete_tome",
      status: "done",
      user: mara.id,
    });
  });
});
