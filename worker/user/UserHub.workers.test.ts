import { env, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import type { UserServerMessage } from "../../shared/protocol/user-frames.ts";
import { encodeIdentity, IDENTITY_HEADER } from "../conversation/identity.ts";
import type { Env } from "../env.ts";
import { pauseJob } from "../services/jobs/change-jobs.ts";
import { runJob } from "../services/jobs/run-jobs.ts";
import { addUser } from "../testing/d1-rows.ts";
import { card } from "./testing/sim-user.ts";
import type { UserHub } from "./UserHub.ts";

const { DB, USER } = env as unknown as Env;
const people = USER as unknown as DurableObjectNamespace<UserHub>;
let count = 0;
let id: string;
const stub = () => people.getByName(id);

/** A socket into the object, with the header the Worker would have set. */
async function connect(whose = id, session_id = "s1") {
  const identity = encodeIdentity({
    user_id: whose,
    session_id,
    name: "Anna",
    role: "owner",
    expires_at_ms: Date.now() + 600_000,
    device_kind: "desktop",
  });
  const headers = { upgrade: "websocket", [IDENTITY_HEADER]: identity };
  const socket = (await stub().fetch("https://user/", { headers })).webSocket;
  if (!socket) throw new Error("no socket");
  const frames: UserServerMessage[] = [];
  const waiting = new Set<() => void>();
  const closed = new Promise<number>((done) => socket.addEventListener("close", ({ code }) => done(code)));
  socket.addEventListener("message", ({ data }) => {
    frames.push(JSON.parse(String(data)));
    for (const wake of waiting) wake();
  });
  socket.accept();
  const until = async (isIt: (frame: UserServerMessage) => boolean): Promise<UserServerMessage> => {
    for (;;) {
      const found = frames.find(isIt);
      if (found) return found;
      await new Promise<void>((wake) => waiting.add(wake));
    }
  };
  const say = (frame: object) => socket.send(JSON.stringify(frame));
  return { closed, until, say, frames };
}
const HELLO = { type: "hello", v: 1, device_id: "desk", time_zone: "Asia/Tokyo" };

beforeEach(async () => {
  id = `user-${++count}-${crypto.randomUUID().slice(0, 8)}`;
  await addUser(DB, id);
});

test("[USER5] real hibernation keeps the socket, and news reach it", async () => {
  const page = await connect();
  page.say(HELLO);
  await page.until(({ type }) => type === "welcome");
  await page.until((frame) => frame.type === "events" || frame.type === "event");
  await evictDurableObject(stub());
  await stub().take({ kind: "room", room: card("a", { unread: 2 }) });
  const told = await page.until((frame) => frame.type === "event" && frame.event.type === "room.changed");
  expect(told).toMatchObject({ event: { room: { id: "a", unread: 2 } } });
});

test("[USER1] [USER6] a socket of somebody else is closed, and so are all when the account is deleted", async () => {
  expect(await (await connect("ben")).closed).toBe(4403);
  const page = await connect();
  page.say(HELLO);
  await page.until(({ type }) => type === "welcome");
  await stub().take({ kind: "room", room: card("a") });
  await stub().destroy();
  expect(await page.closed).toBe(4410);
  const again = await connect();
  again.say(HELLO);
  expect(await again.until(({ type }) => type === "welcome")).toMatchObject({ rooms: [] });
});

test("[USER6] one device signs another out: its sockets close, and its sign-in is over", async () => {
  const page = await connect();
  page.say(HELLO);
  await page.until(({ type }) => type === "welcome");
  const phone = await connect(id, `s2-${id}`);
  phone.say({ ...HELLO, device_id: "phone" });
  await phone.until(({ type }) => type === "welcome");
  page.say({ type: "sign_out", ref: crypto.randomUUID(), device_id: "phone" });
  expect(await phone.closed).toBe(4401);
  await page.until(({ type }) => type === "ack");
  const row = await DB.prepare("select id from ended_sessions where id = ?").bind(`s2-${id}`).first();
  expect(row).not.toBeNull();
});

test("[PRES8] who has chosen not to be seen, or has a block with somebody of the room, is around for nobody there", async () => {
  const page = await connect();
  page.say(HELLO);
  await page.until(({ type }) => type === "welcome");
  const [owner, room] = [`owner-${id}`, `room-${id}`];
  await addUser(DB, owner);
  await DB.prepare(
    `insert into conversations (id, user, conversation_type, participants, conversation_metadata, conversation_settings,
       turn_taking, rev, seq, created_timestamp, modified_timestamp, createdAt, updatedAt)
     values (?, ?, 'single-bot', '{}', '{}', '{}', '{}', 1, 1, '', '', '', '')`,
  )
    .bind(room, owner)
    .run();
  const isAround = () => stub().isAround(room);
  expect(await isAround()).toBe(true);
  const block = DB.prepare(
    "insert into user_blocks (id, blocker, blocked, createdAt, updatedAt) values (?1, ?1, ?2, '', '')",
  );
  await block.bind(owner, id).run();
  expect([await isAround(), await stub().isAround("another")]).toEqual([false, true]);
  await DB.prepare("delete from user_blocks").run();
  await DB.prepare(`update users set preferences = '{"presence":"off"}' where id = ?`).bind(id).run();
  expect(await isAround()).toBe(false);
});

test("[USER54] progress of jobs is told as it is made, also what other devices do with them", async () => {
  const add = (job: string, kind: string) =>
    DB.prepare(
      "insert into jobs (id, kind, user, subject, total, createdAt, updatedAt) values (?1, ?2, ?3, ?1, 3, ?4, ?4)",
    )
      .bind(job, kind, id, new Date().toISOString())
      .run();
  await add(`waits-${id}`, "export");
  await add(`runs-${id}`, "delete_bot");
  const page = await connect();
  page.say(HELLO);
  await page.until((frame) => frame.type === "events");
  const bindings = env as unknown as Env;
  await pauseJob(bindings, `waits-${id}`, true, { userId: id, nowMs: Date.now() });
  await runJob(bindings, `runs-${id}`);
  await page.until(
    (frame) => frame.type === "event" && frame.event.type === "job.changed" && frame.event.job.status === "done",
  );
  const told = page.frames.flatMap((frame) =>
    frame.type === "event" && frame.event.type === "job.changed" ? [frame.event.job] : [],
  );
  expect(told.map(({ status, paused }) => [status, paused])).toEqual([
    ["queued", true],
    ["running", false],
    ["done", false],
  ]);
});

test("[USER32] [USER33] minutes reach D1 by the object's own alarm, on the day of the person", async () => {
  await DB.prepare("insert into self_moderation (id, user, createdAt, updatedAt) values (?1, ?1, '', '')")
    .bind(id)
    .run();
  const page = await connect();
  page.say(HELLO);
  await page.until(({ type }) => type === "welcome");
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Tokyo" }).format(Date.now());
  await runInDurableObject(stub(), (_, { storage }) => {
    storage.sql.exec(`insert into use_by_day (day, ms) values (?, 185000)`, day);
    const upkeep = { time_zone: "Asia/Tokyo", covered: [], flush_at_ms: 1 };
    storage.sql.exec(`insert or replace into upkeep (one, payload) values (1, ?)`, JSON.stringify(upkeep));
    return storage.setAlarm(Date.now() + 60_000);
  });
  await runDurableObjectAlarm(stub());
  const days = await DB.prepare("select date, session_duration from usage_analytics where user = ?").bind(id).all();
  expect(days.results).toEqual([{ date: day, session_duration: 3 }]);
  const own = await DB.prepare("select current_daily_usage, current_weekly_usage from self_moderation where user = ?");
  expect(await own.bind(id).first()).toEqual({ current_daily_usage: 3, current_weekly_usage: 3 });
});
