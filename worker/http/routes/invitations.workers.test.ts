import { beforeEach, expect, test } from "vitest";
import { call, envWith, json, signIn } from "../testing/call.ts";

const { DB } = envWith();
interface Someone {
  readonly token: string;
  readonly id: string;
}
async function someone(name: string): Promise<Someone> {
  const { token, user } = await signIn(`${name}@example.org`, name);
  return { token, id: user.id };
}
async function guest(name: string): Promise<Someone> {
  const { token, user } = await json(await call("/api/guest", { json: { name } }));
  return { token, id: user.id };
}

let mara: Someone;
let wren: Someone;
let room: string;
beforeEach(async () => {
  [mara, wren] = [await someone("mara"), await someone("wren")];
  const bot = { name: "Keeper", system_prompt: "Keep the light.", greeting: "Evening." };
  const { id } = await json(await call("/api/bots", { token: mara.token, json: bot }));
  const opened = await call("/api/conversations", { token: mara.token, json: { bot_ids: [id], title: "Harbour" } });
  room = (await json(opened)).id;
});

const path = () => `/api/conversations/${room}/invitations`;
const make = async (fields: object = { role: "member" }, who = mara) =>
  json(await call(path(), { token: who.token, json: fields }));
const view = (code: string, who?: Someone) =>
  call(`/api/invitations/${code}`, who === undefined ? {} : { token: who.token });
const accept = (code: string, who: Someone) =>
  call(`/api/invitations/${code}/accept`, { method: "POST", token: who.token });
const listed = async () => (await json(await call(`${path()}?limit=100`, { token: mara.token }))).docs;
/** An answer but for what differs with every call. */
const words = async (response: Response) => [
  response.status,
  (await response.text()).replace(/"request_id":"[^"]*"/, ""),
];

test("[INV7] a code has 128 random bits, is told once, and D1 keeps its hash alone", async () => {
  const [one, two] = [await make(), await make()];
  expect(one.code).toMatch(/^[\w-]{22}$/);
  expect(two.code).not.toBe(one.code);
  const kept = await DB.prepare("select * from invitations").all();
  expect(kept.results).toHaveLength(2);
  expect(JSON.stringify(kept.results)).not.toContain(one.code);
  const rows = await listed();
  expect(rows.map(({ id }: { id: string }) => id)).toEqual([two.id, one.id]);
  expect(JSON.stringify(rows)).not.toMatch(/code/);
});

test("[INV1] of 20 accepts at once exactly as many come in as the link says, and D1 counts them", async () => {
  const { code } = await make({ role: "member", uses: 3 });
  const guests = await Promise.all(Array.from({ length: 20 }, (_, n) => someone(`guest-${n}`)));
  const answers = await Promise.all(guests.map((who) => accept(code, who)));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(3);
  expect(statuses.filter((status) => status === 409)).toHaveLength(17);
  expect((await json(answers.find(({ status }) => status === 409)!)).detail).toContain("Ask mara for a new one");
  expect((await listed())[0]).toMatchObject({ uses: 3, used: 3 });
  const again = await accept(code, guests[statuses.indexOf(200)]!);
  expect([again.status, await json(again)]).toEqual([200, { conversation: room, role: "member" }]);
});

test("[INV8] what is not to be known of answers as what is not there", async () => {
  const [open, taken] = [await make(), await make()];
  const nowhere = await words(await view("A".repeat(22)));
  expect(nowhere[0]).toBe(404);
  await call(`${path()}/${taken.id}`, { method: "DELETE", token: mara.token });
  await call("/api/blocks", { token: mara.token, json: { user: wren.id } });
  expect(await words(await view(taken.code))).toEqual(nowhere);
  expect(await words(await view("%20"))).toEqual(nowhere);
  for (const code of [taken.code, open.code]) {
    expect(await words(await view(code, wren))).toEqual(nowhere);
    expect(await words(await accept(code, wren))).toEqual(nowhere);
  }
  expect((await view(open.code)).status).toBe(200);
  await call(`/api/conversations/${room}`, { method: "DELETE", token: mara.token });
  expect(await words(await view(open.code))).toEqual(nowhere);
});

test("[INV8] a link that is over or used up says so, and nothing of the room", async () => {
  const [soon, once] = [await make(), await make({ role: "viewer", uses: 1 })];
  await DB.prepare("update invitations set expires_at = '2026-01-01T00:00:00.000Z' where id = ?").bind(soon.id).run();
  const robin = await guest("Robin");
  expect(await json(await accept(once.code, robin))).toEqual({ conversation: room, role: "viewer" });
  const nothing = { title: null, bots: [], people: 0, conversation: null, inviter_name: "mara" };
  expect(await json(await view(soon.code))).toMatchObject({ state: "expired", ...nothing });
  expect(await json(await view(once.code, wren))).toMatchObject({ state: "used_up", ...nothing });
  expect(await json(await view(once.code, robin))).toMatchObject({ state: "joined", conversation: room });
  expect((await json(await accept(soon.code, wren))).detail).toBe(
    "This invitation has expired. Ask mara for a new one.",
  );
});

test("[INV9] links are made, listed and taken back by the owner alone, fifty at a time", async () => {
  const { code, id } = await make();
  const robin = await guest("Robin");
  await accept(code, robin);
  const tries = (who: Someone) => [
    call(path(), { token: who.token, json: { role: "member" } }),
    call(path(), { token: who.token }),
    call(`${path()}/${id}`, { method: "DELETE", token: who.token }),
  ];
  expect((await Promise.all(tries(robin))).map(({ status }) => status)).toEqual([403, 403, 403]);
  expect((await Promise.all(tries(wren))).map(({ status }) => status)).toEqual([404, 404, 404]);
  for (const fields of [
    { role: "owner" },
    { role: "member", uses: 0 },
    { role: "member", expires_at: "2020-01-01T00:00:00.000Z" },
  ])
    expect((await call(path(), { token: mara.token, json: fields })).status).toBe(400);
  await DB.prepare(`insert into invitations (id, conversation, code_hash, role, created_by, used, createdAt, updatedAt)
    select 'more-' || value, ?1, printf('%064d', value), 'viewer', ?2, 0, ?3, ?3 from json_each(?4)`)
    .bind(room, mara.id, new Date().toISOString(), JSON.stringify(Array.from({ length: 47 }, (_, n) => n)))
    .run();
  const more = await Promise.all(
    Array.from({ length: 5 }, () => call(path(), { token: mara.token, json: { role: "viewer" } })),
  );
  expect(more.map(({ status }) => status).sort()).toEqual([201, 201, 403, 403, 403]);
  await call(`${path()}/${id}`, { method: "DELETE", token: mara.token });
  expect((await listed()).find((row: { id: string }) => row.id === id).revoked_at).toMatch(/^2/);
});

test("[INV10] a link shows who invites, which bots answer and who pays for them", async () => {
  const { code } = await make({ role: "viewer" });
  expect(await json(await view(code))).toEqual({
    state: "open",
    role: "viewer",
    inviter_name: "mara",
    expires_at: null,
    title: "Harbour",
    people: 1,
    bots: [{ bot_id: expect.any(String), name: "Keeper", picture: null, pays: "practice" }],
    others_key_turns: 0,
    conversation: null,
  });
});
