import { env } from "cloudflare:test";
import { expect, test } from "vitest";
import { call, json, signIn } from "../testing/call.ts";

const db = (env as unknown as { DB: D1Database }).DB;
type Signed = Awaited<ReturnType<typeof signIn>>;

const report = (who: Signed, resource_type: string, resource_id: string, more: object = {}) =>
  call("/api/reports", { token: who.token, json: { resource_type, resource_id, reason: "spam", ...more } });
const makeBot = async ({ token }: Signed, sharing_visibility: string) =>
  json(await call("/api/bots", { token, json: { name: "Mara", system_prompt: "x", sharing_visibility } }));
const countOf = () => db.prepare("SELECT count(*) AS n FROM reports").first<number>("n");

test("[REPT1] what a person can see they can report; what they cannot see is not there", async () => {
  const [owner, other] = [await signIn("owner@x.test", "Owner"), await signIn("other@x.test", "Other")];
  const [shown, hidden] = [await makeBot(owner, "public"), await makeBot(owner, "private")];
  const tome = await json(await call("/api/knowledge-collections", { token: owner.token, json: { name: "Harbour" } }));
  const room = await json(await call("/api/conversations", { token: owner.token, json: { bot_ids: [hidden.id] } }));
  const { docs } = await json(await call(`/api/conversations/${room.id}/messages`, { token: owner.token }));
  const things: [string, string][] = [
    ["bot", hidden.id],
    ["knowledgeCollection", tome.id],
    ["conversation", room.id],
    ...(docs.length > 0 ? [["message", docs[0].id] as [string, string]] : []),
  ];
  for (const [type, id] of things) {
    expect([type, (await report(owner, type, id)).status]).toEqual([type, 201]);
    const [no, missing] = [await report(other, type, id), await report(other, type, "nothing")];
    expect([type, no.status, missing.status]).toEqual([type, 404, 404]);
    expect({ ...(await json(no)), request_id: "" }).toEqual({ ...(await json(missing)), request_id: "" });
  }
  expect((await report(other, "bot", shown.id)).status).toBe(201);
  expect((await report(other, "creatorProfile", shown.creator_profile)).status).toBe(201);
  expect((await report(other, "planet", shown.id)).status).toBe(400);
  expect(await countOf()).toBe(things.length + 2);
});

test("[REPT2] of ten reports of one thing at once one is made; another once it is done", async () => {
  const who = await signIn("owner@x.test");
  const { id } = await makeBot(who, "public");
  const answers = await Promise.all(Array.from({ length: 8 }, () => report(who, "bot", id)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
  await db.prepare("UPDATE reports SET status = 'done'").run();
  expect([(await report(who, "bot", id)).status, await countOf()]).toEqual([201, 2]);
});

test("[REPT3] a report is its maker's alone, and staff's words in it are not for them", async () => {
  const [who, other] = [await signIn("owner@x.test"), await signIn("other@x.test")];
  const bot = await makeBot(who, "public");
  const { id } = await json(await report(other, "bot", bot.id, { note: "Advertises kettles." }));
  await db
    .prepare("UPDATE reports SET status = 'claimed', claimed_by = ?, resolution = 'canary-resolution'")
    .bind(who.user.id)
    .run();
  const shown = await json(await call(`/api/reports/${id}`, { token: other.token }));
  const fields = "createdAt id note reason resource_id resource_type status updatedAt user";
  expect(Object.keys(shown).sort().join(" ")).toBe(fields);
  expect(shown).toMatchObject({ status: "claimed", note: "Advertises kettles.", user: other.user.id });
  const list = await json(await call("/api/reports?status=claimed&count=true", { token: other.token }));
  expect([list.total, JSON.stringify(list).includes("canary")]).toEqual([1, false]);
  expect((await json(await call("/api/reports", { token: who.token }))).docs).toEqual([]);
  expect((await call(`/api/reports/${id}`, { token: who.token })).status).toBe(404);
  expect((await call(`/api/reports/${id}`, { method: "PATCH", token: other.token, json: {} })).status).toBe(405);
  expect((await call("/api/reports")).status).toBe(401);
});

test.each(["user", "status", "claimed_by", "resolution", "createdAt"])("[REPT4] refuses %s by name", async (field) => {
  const who = await signIn("owner@x.test");
  const response = await report(who, "bot", "nothing", { [field]: "done" });
  expect([response.status, (await json(response)).errors[0].path]).toEqual([400, field]);
});

test("[REPT5] the eleventh report of an hour waits", async () => {
  const who = await signIn("owner@x.test");
  const statuses: number[] = [];
  for (let at = 0; at < 11; at += 1) statuses.push((await report(who, "bot", "nothing")).status);
  expect([statuses.slice(0, 10).every((status) => status === 404), statuses[10]]).toEqual([true, 429]);
});
