import { env as workerEnv } from "cloudflare:test";
import { drizzle } from "drizzle-orm/d1";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { type AuditLogRow, AuditReason } from "../../shared/fields/audit-log.ts";
import { openDb } from "../db.ts";
import type { Env } from "../env.ts";
import { type AuditEntry, appendAudit, checkChain } from "../services/audit/audit-chain.ts";
import { endpoint } from "./endpoint.ts";
import { auditLogEndpoints } from "./routes/audit-log.ts";
import { oneRouter, someone } from "./testing/one-router.ts";

const { DB } = workerEnv as unknown as Env;
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects.
type Any = any;
const logged = async (): Promise<Any[]> => (await DB.prepare("select * from audit_log order by seq").all()).results;

/** Rows of the log that were there when the handler ran. */
let seen = 0;
const ban = endpoint({
  method: "POST",
  path: "/api/admin/users/:id",
  need: "platform-admin",
  summary: "Something staff does",
  params: z.object({ id: z.string() }),
  body: z.strictObject({ reason: AuditReason, fail: z.boolean().optional(), secret: z.string().optional() }),
  output: z.object({ done: z.boolean() }),
  audit: true,
  handler: async (_, { body }) => {
    seen = (await logged()).length;
    if (body.fail) throw new Error("broke off");
    return { done: true };
  },
});
const look = endpoint({
  method: "GET",
  path: "/api/admin/bots",
  need: "platform",
  summary: "Something staff looks at",
  query: z.strictObject({ reason: AuditReason }),
  output: z.null(),
  audit: true,
  handler: async () => null,
});
const router = oneRouter([ban, look, ...auditLogEndpoints]);
const act = (token: string | undefined, json: object, headers: Record<string, string> = {}) =>
  router.ask("/api/admin/users/u7", { json, headers, ip: "203.0.113.7", ...(token === undefined ? {} : { token }) });

test("[AUD1] every audited call leaves exactly one row, before it does anything, also when it is refused", async () => {
  const [admin, moderator, user] = [
    await someone("admin", "admin"),
    await someone("moderator", "moderator"),
    await someone("user"),
  ];
  const calls: [() => Promise<Response>, number, object][] = [
    [() => act(admin, { reason: "spam bots" }), 200, { actor: "admin", actor_role: "admin", outcome: "allowed" }],
    [() => act(moderator, { reason: "spam bots" }), 403, { actor: "moderator", outcome: "denied" }],
    [() => act(user, { reason: "spam bots" }), 403, { actor: "user", actor_role: "user", outcome: "denied" }],
    [() => act(undefined, { reason: "spam bots" }), 401, { actor: null, actor_role: null, outcome: "denied" }],
    [() => act(admin, { reason: "no" }), 400, { actor: "admin", outcome: "denied", reason: null }],
    [() => act(admin, {}), 400, { actor: "admin", outcome: "denied", reason: null }],
  ];
  let rows = 0;
  for (const [call, status, row] of calls) {
    expect((await call()).status).toBe(status);
    rows += 1;
    const log = await logged();
    expect(log).toHaveLength(rows);
    const about = { action: "POST /api/admin/users/:id", resource: "users", resource_id: "u7", reason: "spam bots" };
    expect(log.at(-1)).toMatchObject({ ...about, ...row });
  }
  expect(seen).toBe(1);
  expect((await router.ask("/api/admin/bots?reason=a+report", { token: moderator })).status).toBe(200);
  const last = (await logged()).at(-1);
  expect(last).toMatchObject({
    action: "GET /api/admin/bots",
    resource: "bots",
    resource_id: null,
    reason: "a report",
  });
});

test("[AUD1] a handler that breaks off leaves its row, a repeat leaves none, and no content is kept", async () => {
  const admin = await someone("admin", "admin");
  const printed = vi.spyOn(console, "error").mockImplementation(() => {});
  expect((await act(admin, { reason: "spam bots", fail: true })).status).toBe(500);
  printed.mockRestore();
  const key = { "idempotency-key": "one" };
  expect((await act(admin, { reason: "again", secret: "canary-9" }, key)).status).toBe(200);
  expect((await act(admin, { reason: "again", secret: "canary-9" }, key)).status).toBe(200);
  const log = await logged();
  expect(log).toHaveLength(2);
  expect(JSON.stringify(log)).not.toMatch(/canary|203\.0\.113/);
  expect(log[0].ip_hash).toMatch(/^[0-9a-f]{32}$/);
  expect(log[1].ip_hash).toBe(log[0].ip_hash);
});

test("[AUD2] 20 rows at once make one chain; whatever is changed, taken or put in is found", async () => {
  const admin = await someone("admin", "admin");
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => act(admin, { reason: `reason ${n}` })));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  const check = async (): Promise<Any> => (await router.ask("/api/audit-log/check", { token: admin })).json();
  expect(await check()).toEqual({ ok: true, rows: 20, broken_at: null });

  for (const sql of ["update audit_log set reason = 'x' where seq = 7", "delete from audit_log where seq = 7"])
    await expect(DB.prepare(sql).run()).rejects.toThrow("append-only");
  await DB.batch([DB.prepare("drop trigger audit_log_no_update"), DB.prepare("drop trigger audit_log_no_delete")]);
  const tampered = async (sql: string, undo: string): Promise<Any> => {
    await DB.prepare(sql).run();
    const { ok, broken_at } = await check();
    await DB.prepare(undo).run();
    expect((await checkChain(openDb(DB))).ok).toBe(true);
    return [ok, broken_at.seq, broken_at.why];
  };
  const old = (await logged())[6];
  const set = (field: string, value: string) => `update audit_log set ${field} = '${value}' where seq = 7`;
  for (const field of [
    "id",
    "createdAt",
    "actor",
    "actor_role",
    "action",
    "resource",
    "resource_id",
    "reason",
    "ip_hash",
  ])
    expect([field, ...(await tampered(set(field, "x"), set(field, old[field])))]).toEqual([field, false, 7, "changed"]);
  expect(await tampered(set("outcome", "denied"), set("outcome", "allowed"))).toEqual([false, 7, "changed"]);
  expect(await tampered(set("hash", "f".repeat(64)), set("hash", old.hash))).toEqual([false, 7, "changed"]);
  const names = Object.keys(old);
  const back = `insert into audit_log (${names.join(", ")}) values (${names.map((name) => `'${old[name]}'`).join(", ")})`;
  expect(await tampered("delete from audit_log where seq = 7", back)).toEqual([false, 8, "missing_before"]);
});

test("[AUD2] rows of isolates that do not know of each other make one chain too", async () => {
  const admin = await someone("admin", "admin");
  await act(admin, { reason: "the first" });
  // A `Db` of its own believes the chain to end elsewhere, as another isolate does.
  const isolates = Array.from({ length: 5 }, () => drizzle(DB));
  const row = { ...(await logged())[0], actor: "elsewhere" } as AuditEntry;
  const { id: _id, seq: _seq, hash: _hash, prev_hash: _prev, ...entry } = row as AuditLogRow;
  const writes = isolates.flatMap((db) => Array.from({ length: 4 }, () => appendAudit(db, entry)));
  await Promise.all([...writes, ...Array.from({ length: 4 }, (_, n) => act(admin, { reason: `reason ${n}` }))]);
  expect(await checkChain(openDb(DB))).toEqual({ ok: true, rows: 25, broken_at: null });
});

test("[AUD3] admins alone read the log, newest first, by who, what and when", async () => {
  const [admin, moderator] = [await someone("admin", "admin"), await someone("moderator", "moderator")];
  for (const token of [admin, moderator, admin]) await act(token, { reason: "spam bots" });
  const list = async (query: string): Promise<Any> =>
    (await router.ask(`/api/audit-log?${query}`, { token: admin })).json();
  const seqs = (page: Any): number[] => page.docs.map(({ seq }: { seq: number }) => seq);
  const first = await list("limit=2&count=true");
  expect([seqs(first), first.total]).toEqual([[3, 2], 3]);
  expect(seqs(await list(`limit=2&cursor=${encodeURIComponent(first.next_cursor)}`))).toEqual([1]);
  expect(seqs(await list("actor=moderator"))).toEqual([2]);
  expect(seqs(await list("outcome=allowed&resource=users&resource_id=u7"))).toEqual([3, 1]);
  expect(seqs(await list("action=POST+/api/admin/users/:id&since=2020-01-01T00:00:00Z"))).toEqual([3, 2, 1]);
  expect(seqs(await list("until=2020-01-01T00:00:00Z"))).toEqual([]);
  for (const path of ["/api/audit-log", "/api/audit-log/check"]) {
    expect((await router.ask(path, { token: moderator })).status).toBe(403);
    expect((await router.ask(path)).status).toBe(401);
  }
});
