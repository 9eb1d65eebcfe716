import { env as workerEnv } from "cloudflare:test";
import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { unzipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { D1OutboxSink } from "../../conversation/adapters/d1-outbox-sink.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { call, json, signIn } from "../../http/testing/call.ts";
import { doChores } from "../../scheduled.ts";
import { sampleLogRow } from "../../testing/d1-rows.ts";
import { runJob } from "../jobs/run-jobs.ts";
import { addRowsOfEveryTable } from "../testing/every-table.ts";
import { addEntries, addMessages } from "../testing/many-rows.ts";
import { runThroughDeaths } from "../testing/mortal-env.ts";
import { INVENTORY } from "./inventory.ts";
import { startExport, sweepArchives } from "./start-export.ts";

const env = workerEnv as unknown as Env;
const db = openDb(env.DB);
const DAY_MS = 86_400_000;

interface Person {
  readonly token: string;
  readonly id: string;
}
const person = async (email: string): Promise<Person> => {
  const { token, user } = await signIn(email);
  return { token, id: user.id };
};
let mara: Person;
let tess: Person;

beforeEach(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  await person("admin@example.org");
  mara = await person("mara@example.org");
  tess = await person("tess@example.org");
});
afterEach(() => vi.restoreAllMocks());

/** An export through the API, and its files as they were packed. */
async function exportOf(who: Person): Promise<{ files: Record<string, string>; url: string; job: { id: string } }> {
  const asked = await call("/api/me/export", { token: who.token });
  const job = await json(asked);
  const ended = await json(await call(`/api/jobs/${job.id}`, { token: who.token }));
  expect([asked.status, ended.status, ended.done]).toEqual([202, "done", ended.total]);
  const fetched = await call(ended.result.url, { token: who.token });
  expect(fetched.headers.get("content-type")).toBe("application/zip");
  return { files: unzipped(new Uint8Array(await fetched.arrayBuffer())), url: ended.result.url, job };
}
const unzipped = (archive: Uint8Array): Record<string, string> =>
  Object.fromEntries(
    Object.entries(unzipSync(archive)).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]),
  );
const rowsOf = (files: Record<string, string>, table: string): { id: string }[] =>
  JSON.parse(files[`${table}.json`] ?? "");

const make = async (path: string, who: Person, body: object): Promise<string> => {
  const response = await call(path, { token: who.token, json: body });
  if (response.status !== 201) throw new Error(`${path} answered ${response.status}`);
  return (await json(response)).id;
};

/** Something woke for a message. */
async function logFiring(of: { id: string; room: string; tome: string; message: string }): Promise<void> {
  const { id, room, tome, message } = of;
  const row = sampleLogRow({ id, conversation_id: room, knowledge_collection: tome, message_id: message });
  const payload = JSON.stringify([row]);
  await new D1OutboxSink(env.DB).write([{ id: 1, kind: "activation_log", key: id, rev: 1, seq: 1, payload }]);
}

const anyRow = (table: string, rowids: SQL): SQL =>
  sql`select rowid as at, * from ${sql.identifier(table)} where rowid in (${rowids}) limit 1`;

/** Writes a text into a column. @returns False where the table does not take it. */
async function write(table: string, column: string, text: string, rowid: number): Promise<boolean> {
  const statement = env.DB.prepare(`update ${table} set "${column}" = ? where rowid = ?`).bind(text, rowid);
  return statement.run().then(
    () => true,
    () => false,
  );
}

/** Text columns that no canary fits in: their values are checked, or refer to something. */
const isFree = (row: Readonly<Record<string, unknown>>, name: string): boolean => {
  const value = row[name];
  if (typeof value !== "string" || /^[[{\d]/.test(value)) return false;
  return !/(^|_)(id|by|at|key|level|type|kind|role|status|category|level)$|^(user|bot|conversation|persona|document)$/.test(
    name,
  );
};

describe("an export", () => {
  test("[EXPORT1] holds what was written in every column of every table, but for secrets", async () => {
    const bot = await make("/api/bots", mara, { name: "Lampkeeper", system_prompt: "x" });
    const room = await make("/api/conversations", mara, { bot_ids: [bot] });
    const tome = await make("/api/knowledge-collections", mara, { name: "Harbour" });
    await addRowsOfEveryTable(env.DB, { person: mara.id, other: tess.id, bot, tome, room });
    // What the rows give to somebody else.
    for (const [table, column] of [
      ["creator_follows", "follower"],
      ["bot_interactions", "user"],
    ])
      await env.DB.prepare(`update ${table} set ${column} = ?`).bind(mara.id).run();
    const [canaries, secrets]: [string[], string[]] = [[], []];
    // A text of its own in every text column that takes one.
    for (const { table, name, without, rowids } of INVENTORY) {
      const row = await db.get<Record<string, unknown>>(anyRow(name, rowids(mara.id, Date.now())));
      expect([name, row !== undefined]).toEqual([name, true]);
      for (const column of Object.keys(getTableColumns(table))) {
        if (!(column in without) && !isFree(row, column)) continue;
        const canary = `canary-${name}-${column}`.toLowerCase();
        const written = await write(name, column, canary, row["at"] as number);
        if (written) (column in without ? secrets : canaries).push(canary);
      }
    }
    expect(canaries.length).toBeGreaterThan(30);
    const notification = { id: "note", kind: "joined", who: "Tess", room_id: room } as const;
    await env.USER.getByName(mara.id).take({ kind: "notification", notification });
    const { files } = await exportOf(mara);
    for (const { table, name, without } of INVENTORY) {
      const columns = Object.keys(getTableColumns(table)).filter((column) => !(column in without));
      const [row] = rowsOf(files, name);
      expect([name, Object.keys(row ?? {}).sort()]).toEqual([name, columns.sort()]);
    }
    const whole = Object.values(files).join("\n");
    expect(canaries.filter((canary) => !whole.includes(canary))).toEqual([]);
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter((secret) => whole.includes(secret))).toEqual([]);
    expect(Object.keys(files).sort()).toEqual(
      ["about.json", "notifications.json", ...INVENTORY.map(({ name }) => `${name}.json`)].sort(),
    );
    expect(rowsOf(files, "notifications")).toMatchObject([{ id: "note", kind: "joined", who: "Tess" }]);
  });

  test("[EXPORT2] holds nothing of others, but what they said aloud at one's own table", async () => {
    const bot = await make("/api/bots", mara, { name: "Lampkeeper", system_prompt: "x" });
    const hers = await make("/api/bots", tess, {
      name: "Hers",
      system_prompt: "secret-of-tess",
      sharing_visibility: "public",
    });
    const [room, table] = [
      await make("/api/conversations", mara, { bot_ids: [bot] }),
      await make("/api/conversations", tess, { bot_ids: [hers] }),
    ];
    await addMessages(env.DB, 2, room, tess.id);
    await addMessages(env.DB, 3, room, mara.id);
    await addMessages(env.DB, 4, table, mara.id);
    await addMessages(env.DB, 5, table, tess.id);
    await env.DB.prepare("update messages set entry = 'whispered', whisper_to = ? where id = ?")
      .bind(bot, `${room}-m${tess.id}1`)
      .run();
    const [own, foreign] = [
      await make("/api/knowledge-collections", mara, { name: "Harbour" }),
      await make("/api/knowledge-collections", tess, { name: "Depths" }),
    ];
    await logFiring({ id: "own", room, tome: own, message: `${room}-m${mara.id}1` });
    await logFiring({ id: "theirs", room, tome: foreign, message: `${room}-m${mara.id}1` });
    await logFiring({ id: "whispered-to", room, tome: own, message: `${room}-m${tess.id}1` });
    await env.DB.prepare(
      "insert into user_blocks (id, blocker, blocked, createdAt, updatedAt) values ('x', ?, ?, 'x', 'x')",
    )
      .bind(tess.id, mara.id)
      .run();
    const { files } = await exportOf(mara);
    expect(
      rowsOf(files, "messages")
        .map(({ id }) => id)
        .sort(),
    ).toEqual(
      [
        `${room}-m${tess.id}2`,
        ...[1, 2, 3].map((n) => `${room}-m${mara.id}${n}`),
        ...[1, 2, 3, 4].map((n) => `${table}-m${mara.id}${n}`),
      ].sort(),
    );
    const whole = Object.values(files).join("\n");
    for (const foreign of ["secret-of-tess", "tess@example.org", "whispered"]) expect(whole).not.toContain(foreign);
    expect(rowsOf(files, "user_blocks")).toEqual([]);
    expect(rowsOf(files, "knowledge_activation_log").map(({ id }) => id)).toEqual(["own"]);
    expect(rowsOf(files, "users").map(({ id }) => id)).toEqual([mara.id]);
  });

  test("[EXPORT3] [EXPORT5] is its owner's alone, and gone after a week", async () => {
    const { url, job } = await exportOf(mara);
    expect(url).toMatch(/^\/api\/me\/export\/[0-9a-f]{64}$/);
    expect((await call(url, { token: tess.token })).status).toBe(404);
    expect((await call(url)).status).toBe(401);
    const other = url.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    expect((await call(other, { token: mara.token })).status).toBe(404);
    // Asked again at once, it is the same.
    const again = await call("/api/me/export", { token: mara.token });
    expect([again.status, (await json(again)).id]).toEqual([200, job.id]);
    expect((await call("/api/me/export", { token: mara.token })).status).toBe(429);

    expect((await env.MEDIA.list({ prefix: "exports/" })).objects).toHaveLength(1);
    await sweepArchives(env, Date.now() + 6 * DAY_MS);
    expect((await call(url, { token: mara.token })).status).toBe(200);
    await sweepArchives(env, Date.now() + 8 * DAY_MS);
    expect((await call(url, { token: mara.token })).status).toBe(404);
    expect((await env.MEDIA.list({ prefix: "exports/" })).objects).toEqual([]);
  });

  test("[EXPORT3] an archive goes with its account", async () => {
    const { url } = await exportOf(mara);
    expect(url).not.toBe("");
    const gone = await call("/api/me", { method: "DELETE", token: mara.token, json: { confirm: "mara@example.org" } });
    expect(gone.status).toBe(202);
    await doChores(env);
    expect((await env.MEDIA.list({ prefix: "exports/" })).objects).toEqual([]);
  });

  test("[EXPORT4] [JOB1] [JOB2] of 3,000 rows, through deaths, holds each once", async () => {
    const tome = await make("/api/knowledge-collections", mara, { name: "Harbour" });
    await addEntries(env.DB, 3_000, tome, mara.id);
    const now = Date.now();
    const job = await startExport(env, mara.id, now);
    expect((await startExport(env, mara.id, now)).id).toBe(job.id);
    const deaths = await runThroughDeaths(env, job, 14, async () => undefined);
    expect(deaths).toBeGreaterThan(5);
    const ended = await json(await call(`/api/jobs/${job.id}`, { token: mara.token }));
    expect([ended.status, ended.done === ended.total]).toEqual(["done", true]);
    const fetched = await call(ended.result.url, { token: mara.token });
    const ids = rowsOf(unzipped(new Uint8Array(await fetched.arrayBuffer())), "knowledge").map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([3_000, 3_000]);
    expect((await env.MEDIA.list({ prefix: "exports/" })).objects).toHaveLength(1);
  });

  test("[JOB5] a cancelled one leaves nothing behind and goes no further; one that is over cannot be", async () => {
    const tome = await make("/api/knowledge-collections", mara, { name: "Harbour" });
    await addEntries(env.DB, 1_200, tome, mara.id);
    const job = await startExport(env, mara.id, Date.now());
    const path = `/api/jobs/${job.id}`;
    const prefix = `exports/${job.id}/`;
    // A clock that runs out after a few steps.
    let nowMs = Date.now();
    await runJob(env, job.id, { clock: () => (nowMs += 100), forMs: 5_200 });
    expect((await env.MEDIA.list({ prefix })).objects.length).toBeGreaterThan(2);
    const cancelled = await json(await call(path, { method: "DELETE", token: mara.token }));
    expect([cancelled.status, cancelled.done > 0, cancelled.done < cancelled.total]).toEqual(["cancelled", true, true]);
    await doChores(env);
    expect((await json(await call(path, { token: mara.token }))).status).toBe("cancelled");
    expect((await env.MEDIA.list({ prefix })).objects).toEqual([]);
    const refused = await call(path, { method: "DELETE", token: mara.token });
    expect([refused.status, (await json(refused)).detail]).toEqual([409, "This job is over."]);
    // It may be begun again.
    expect((await startExport(env, mara.id, Date.now())).id).not.toBe(job.id);
  });
});
