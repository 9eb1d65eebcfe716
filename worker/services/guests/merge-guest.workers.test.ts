import { env as workerEnv } from "cloudflare:test";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { call, cookiesOf, json, signIn } from "../../http/testing/call.ts";
import { fakeClerk } from "../../http/testing/forge.ts";
import { walkOrphans } from "../deletion/walk-orphans.ts";
import { runDueJobs } from "../jobs/run-jobs.ts";
import { findLiveJob, insertJob } from "../jobs/start-job.ts";
import { runThroughDeaths } from "../testing/mortal-env.ts";
import { beginMerge } from "./begin-merge.ts";

const env = workerEnv as unknown as Env;
const db = openDb(env.DB);

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

const count = async (sql: string, ...values: string[]) =>
  (
    await env.DB.prepare(sql)
      .bind(...values)
      .first<{ n: number }>()
  )?.n;
const make = async (path: string, token: string, body: object): Promise<{ id: string; slug: string }> => {
  const response = await call(path, { token, json: body });
  if (response.status !== 201) throw new Error(`${path} answered ${response.status}`);
  return json(response);
};
const docs = async (path: string, token: string) => (await json(await call(path, { token }))).docs;

/** An account with a bot and a default persona, and a guest who made much the same. */
async function accountAndGuest() {
  await signIn("admin@example.org");
  const mara = await signIn("mara@example.org", "Mara");
  const own = await make("/api/bots", mara.token, { name: "Lamp", system_prompt: "x" });
  const persona = { name: "Keeper", description: "x", is_default: true };
  await make("/api/personas", mara.token, persona);
  const begun = await call("/api/guest", { json: { name: "Somebody" } });
  const cookie = cookiesOf(begun);
  const guest = await json(begun);
  const bot = await make("/api/bots", guest.token, { name: "Lamp", system_prompt: "x" });
  await make("/api/personas", guest.token, { ...persona, name: "Other" });
  await make("/api/knowledge-collections", guest.token, { name: "Harbour", bot: [bot.id] });
  const room = await make("/api/conversations", guest.token, { bot_ids: [bot.id] });
  return { mara, own, guest, cookie, bot, room };
}

test("[GUEST4] the guest's place in rooms of others becomes the account's, and there is one", async () => {
  const { mara, guest, cookie } = await accountAndGuest();
  const ivy = await signIn("ivy@example.org", "Ivy");
  const { id: bot } = await make("/api/bots", ivy.token, { name: "Oven", system_prompt: "x" });
  const { id: one } = await make("/api/conversations", ivy.token, { bot_ids: [bot] });
  const { id: both } = await make("/api/conversations", ivy.token, { bot_ids: [bot] });
  const seat = "insert into conversation_members (conversation, user, role, joined_at, createdAt, updatedAt) values ";
  for (const [room, user] of [
    [one, guest.user.id],
    [both, guest.user.id],
    [both, mara.user.id],
  ])
    await env.DB.prepare(`${seat} (?, ?, 'member', '2026', '2026', '2026')`).bind(room, user).run();
  await call("/api/dev/session", { json: { email: "mara@example.org" }, cookie });
  const places = "select count(*) as n from conversation_members where conversation in (?, ?) and user = ?";
  expect(await count(places, one, both, mara.user.id)).toBe(2);
  expect(await count(places, one, both, guest.user.id)).toBe(0);
});

test("[GUEST1] [GUEST2] [GUEST3] a guest who signs in to an account that is there brings everything along", async () => {
  const { mara, own, guest, cookie, bot, room } = await accountAndGuest();
  const notification = { id: "note", kind: "joined", who: "Ben" } as const;
  await env.USER.getByName(guest.user.id).take({ kind: "notification", notification });
  const signedIn = await call("/api/dev/session", { json: { email: "mara@example.org" }, cookie });
  expect(signedIn.status).toBe(200);
  const { token, user } = await json(signedIn);
  expect(user.id).toBe(mara.user.id);

  const bots = await docs("/api/bots", token);
  expect(bots.map(({ id }: { id: string }) => id).sort()).toEqual([own.id, bot.id].sort());
  expect(new Set(bots.map(({ slug }: { slug: string }) => slug)).size).toBe(2);
  expect((await json(await call(`/api/bots/${own.id}`, { token }))).slug).toBe(own.slug);
  const personas = await docs("/api/personas", token);
  expect(
    personas.map(({ name, is_default }: { name: string; is_default: boolean }) => [name, is_default]).sort(),
  ).toEqual([
    ["Keeper", true],
    ["Other", false],
  ]);
  expect(await docs("/api/knowledge-collections", token)).toHaveLength(1);
  const rooms = await docs("/api/conversations", token);
  expect(rooms.map(({ id }: { id: string }) => id).sort()).toEqual([room.id, guest.room].sort());
  // The room itself knows whose it is: its owner may speak there.
  const snapshot = await env.CONVERSATION.getByName(room.id).snapshot();
  expect(snapshot.ok && [snapshot.value.room.user, snapshot.value.members.map(({ user_id }) => user_id)]).toEqual([
    mara.user.id,
    [mara.user.id],
  ]);

  expect((await call("/api/me", { token: guest.token })).status).toBe(401);
  await runDueJobs(env);
  expect((await env.USER.getByName(mara.user.id).keeps()).notifications).toMatchObject([notification]);
  expect(await count("select count(*) as n from users where id = ?", guest.user.id)).toBe(0);
  expect(await walkOrphans(env.DB)).toEqual([]);
  expect(await count("select count(*) as n from messages where user = ?", guest.user.id)).toBe(0);
});

test("[GUEST3] a merge that breaks off goes on, and brings each thing over once", async () => {
  const { mara, guest } = await accountAndGuest();
  await insertJob(db, { kind: "merge_guest", userId: mara.user.id, subject: guest.user.id, total: 0 }, Date.now());
  const job = await findLiveJob(db, "merge_guest", guest.user.id);
  const deaths = await runThroughDeaths(env, job!, 8, async () => undefined);
  expect(deaths).toBeGreaterThan(1);
  await runDueJobs(env, { clock: () => Date.now() + 86_400_000 });
  expect(await docs("/api/bots", mara.token)).toHaveLength(2);
  expect(await docs("/api/conversations", mara.token)).toHaveLength(2);
  expect(await count("select count(*) as n from users where id = ?", guest.user.id)).toBe(0);
  expect(await walkOrphans(env.DB)).toEqual([]);
});

test("[GUEST3] a guest is signed out at once, however long their things take", async () => {
  const { mara, guest } = await accountAndGuest();
  const principal = { userId: guest.user.id, sessionId: "guest's", expiresAtMs: Date.now() + 60_000 };
  const getByName = () => {
    throw new Error("away");
  };
  const USER = { getByName } as unknown as Env["USER"];
  expect(await beginMerge({ ...env, USER }, principal, mara.user.id, Date.now())).not.toBeNull();
  expect(await count("select count(*) as n from ended_sessions where id = ?", "guest's")).toBe(1);
});

test("[GUEST1] [GUEST3] at Clerk the first call with both cookies is where a guest becomes one's own", async () => {
  const clerk = await fakeClerk();
  const { vars } = clerk;
  const session = `__session=${await clerk.sign(clerk.claims())}; __client_uat=1`;
  const account = await json(await call("/api/me", { cookie: session, vars }));
  const begun = await call("/api/guest", { json: {}, vars });
  const guest = await json(begun);
  expect(guest.user.id).not.toBe(account.id);
  const cookie = `${session}; ${cookiesOf(begun)}`;
  const { docs: rooms } = await json(await call("/api/conversations", { cookie, vars }));
  expect(rooms.map(({ id }: { id: string }) => id)).toEqual([guest.room]);
  expect((await call("/api/me", { cookie: cookiesOf(begun), vars })).status).toBe(401);
});

test("[ERASE8] a sign-in at Clerk that deleted its account begins no new one with its next token", async () => {
  const clerk = await fakeClerk();
  const { vars } = clerk;
  const token = await clerk.sign(clerk.claims());
  const account = await json(await call("/api/me", { token, vars }));
  const gone = await call("/api/me", { method: "DELETE", token, vars, json: { confirm: account.email } });
  expect(gone.status).toBe(202);
  const next = await clerk.sign(clerk.claims({ jti: "next" }));
  expect((await call("/api/me", { token: next, vars })).status).toBe(401);
  const anew = await clerk.sign(clerk.claims({ sid: "sess_2" }));
  expect((await json(await call("/api/me", { token: anew, vars }))).id).not.toBe(account.id);
});
