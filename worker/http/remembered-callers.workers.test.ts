import { env as workerEnv } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { AuditReason } from "../../shared/fields/audit-log.ts";
import type { Env } from "../env.ts";
import { deleteAccount } from "../services/deletion/delete-account.ts";
import { API } from "./api.ts";
import { endpoint } from "./endpoint.ts";
import { oneRouter, someone } from "./testing/one-router.ts";

const env = workerEnv as unknown as Env;
const who = { need: "session", summary: "Who asks", output: z.object({ name: z.string(), role: z.string() }) } as const;
const own = [
  endpoint({ ...who, method: "GET", path: "/api/who", handler: async ({ principal }) => principal }),
  endpoint({ ...who, method: "POST", path: "/api/who", handler: async ({ principal }) => principal }),
  endpoint({
    ...who,
    method: "GET",
    path: "/api/staff/who",
    need: "platform",
    handler: async ({ principal }) => principal,
  }),
  endpoint({
    ...who,
    method: "GET",
    path: "/api/audited/who",
    query: z.object({ reason: AuditReason }),
    audit: true,
    handler: async ({ principal }) => principal,
  }),
];
const { ask } = oneRouter([...API, ...own]);

const run = (query: string, ...values: unknown[]) =>
  env.DB.prepare(query)
    .bind(...values)
    .run();
/** As another isolate would: nothing here is told. */
const suspendElsewhere = (id: string) => run("update users set suspended_at = '2026-01-01' where id = ?", id);

let id: string;
let token: string;
let startMs: number;
const statusAt = async (afterMs: number, path = "/api/who", method = "GET") =>
  (await ask(path, { token, method, nowMs: startMs + afterMs })).status;

beforeEach(async () => {
  id = `person-${crypto.randomUUID()}`;
  token = await someone(id, "admin");
  startMs = Date.now();
});

test("[AUTH17] reading calls go by what was found 1.5 s ago at most, from the call that asked", async () => {
  expect(await statusAt(0)).toBe(200);
  await suspendElsewhere(id);
  expect([await statusAt(700), await statusAt(1_499)]).toEqual([200, 200]);
  expect(await statusAt(1_500)).toBe(403);
  expect(await statusAt(100), "a refusal is nothing to remember").toBe(403);
});

test("[AUTH17] changes, audited calls and staff's ask anew", async () => {
  expect(await statusAt(0)).toBe(200);
  await suspendElsewhere(id);
  const paths = [["/api/who", "POST"], ["/api/staff/who"], ["/api/audited/who?reason=wondering%20who%20that%20is"]];
  for (const [path, method] of paths) expect([path, await statusAt(1, path, method)]).toEqual([path, 403]);
});

test("[AUTH17] who signs out here is out at once", async () => {
  expect(await statusAt(0)).toBe(200);
  expect(await statusAt(1, "/api/logout", "POST")).toBe(204);
  expect(await statusAt(2)).toBe(401);
});

test("[AUTH17] who is suspended here, demoted, renamed or erased is so at once", async () => {
  const staff = await someone(`staff-${id}`, "admin");
  const change = async (path: string, method: string, json: object, by: string) =>
    (await ask(path, { method, json, token: by, nowMs: startMs + 1 })).status;
  const seen = async () => (await ask("/api/who", { token, nowMs: startMs + 2 })).json();

  expect(await seen()).toMatchObject({ role: "admin" });
  const reason = "as the test wants it";
  expect(await change(`/api/admin/users/${id}`, "PATCH", { reason, role: "user" }, staff)).toBe(200);
  expect(await change("/api/me", "PATCH", { displayName: "Another" }, token)).toBe(200);
  expect(await seen()).toEqual({ name: "Another", role: "user" });

  const suspended_at = "2026-01-01T00:00:00.000Z";
  expect(await change(`/api/admin/users/${id}`, "PATCH", { reason, suspended_at }, staff)).toBe(200);
  expect(await statusAt(2)).toBe(403);
  expect(await change(`/api/admin/users/${id}`, "PATCH", { reason, suspended_at: null }, staff)).toBe(200);
  expect(await statusAt(2)).toBe(200);

  await deleteAccount(env, { userId: id }, startMs + 1);
  expect(await statusAt(2)).toBe(401);
});
