import { env, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import type { ServerMessage } from "../../shared/protocol/server-messages.ts";
import type { Env } from "../env.ts";
import { addUser } from "../testing/d1-rows.ts";
import type { ConversationRoom } from "./ConversationRoom.ts";
import { encodeIdentity, IDENTITY_HEADER } from "./identity.ts";
import type { CreateRoom } from "./rpc.ts";

const rooms = (env as unknown as Env).CONVERSATION as unknown as DurableObjectNamespace<ConversationRoom>;
const db = (env as unknown as Env).DB;
let count = 0;
let id: string;

const input = (): CreateRoom => ({
  id,
  owner: { user_id: "anna", name: "Anna" },
  title: "Test",
  personaId: null,
  personaName: null,
  bots: [
    {
      bot_id: "mara",
      name: "Mara",
      picture: null,
      description: "",
      talkativeness: 0.5,
      greeting: "Hello {{USER}}.",
      api_key_id: null,
      provider: null,
      model: null,
    },
  ],
});
const stub = () => rooms.getByName(id);
const identity = encodeIdentity({
  user_id: "anna",
  session_id: "sess-anna",
  name: "Anna",
  role: "owner",
  expires_at_ms: Date.now() + 600_000,
  device_kind: "desktop",
});

/** A socket into the object, with the headers the Worker would have set. */
async function connect(headers: Record<string, string> = { [IDENTITY_HEADER]: identity }, query = "") {
  const response = await stub().fetch(`https://room/${query}`, { headers: { upgrade: "websocket", ...headers } });
  const socket = response.webSocket;
  if (!socket) throw new Error(`no socket: ${response.status}`);
  const frames: ServerMessage[] = [];
  const closed = new Promise<{ code: number; reason: string }>((done) => {
    socket.addEventListener("close", ({ code, reason }) => done({ code, reason }));
  });
  const waiting = new Set<() => void>();
  socket.addEventListener("message", ({ data }) => {
    frames.push(JSON.parse(String(data)));
    for (const wake of waiting) wake();
  });
  socket.accept();
  const until = async <T extends ServerMessage["type"]>(type: T, nth = 1) => {
    for (;;) {
      const found = frames.filter((f) => f.type === type);
      if (found.length >= nth) return found[nth - 1] as Extract<ServerMessage, { type: T }>;
      await new Promise<void>((wake) => waiting.add(wake));
    }
  };
  const say = (frame: object) => socket.send(JSON.stringify(frame));
  return { socket, frames, closed, until, say };
}
const hello = (device_id = "desk") => ({ type: "hello", v: 1, device_id });
const send = (text: string) => ({ type: "send", ref: crypto.randomUUID(), text, respond: false });

beforeEach(async () => {
  id = `room-${++count}-${crypto.randomUUID().slice(0, 8)}`;
  await addUser(db, "anna");
});

test("[SHELL1] [LIFE3] a direct call makes the room, and a second one finds it", async () => {
  const first = await stub().create(input());
  const second = await stub().create(input());
  expect(first.ok && second.ok && first.value.room.id === second.value.room.id).toBe(true);
  const page = await stub().history({ limit: 50 });
  expect(page).toMatchObject({ ok: true, value: { messages: [{ entry: "Hello you." }] } });
});

test("[SHELL2] hibernation keeps sockets and who they are", async () => {
  await stub().create(input());
  const desk = await connect();
  desk.say(hello());
  await desk.until("welcome");
  await evictDurableObject(stub(), { webSockets: "hibernate" });
  desk.say(send("after a sleep"));
  expect(await desk.until("ack")).toMatchObject({ message_id: expect.any(String) });
  expect(desk.frames.filter((f) => f.type === "welcome")).toHaveLength(1);
  const event = desk.frames.findLast((f) => f.type === "event");
  expect(event).toMatchObject({
    event: { type: "message.created", message: { user: "anna", entry: "after a sleep" } },
  });
});

test("[PRES2] [PRES6] the room asks the object of whoever is not here, and that one tells the room", async () => {
  const ben = `ben-${id}`;
  await addUser(db, ben);
  const proof = { user_id: ben, session_id: "s", name: "Ben", role: "owner" as const };
  const headers = {
    upgrade: "websocket",
    [IDENTITY_HEADER]: encodeIdentity({ ...proof, expires_at_ms: Date.now() + 600_000, device_kind: "phone" }),
  };
  const hub = (env as unknown as Env).USER.getByName(ben);
  const page = (await hub.fetch("https://user/", { headers })).webSocket;
  page?.accept();
  page?.send(JSON.stringify(hello("phone")));
  await stub().create(input());
  const link = { id: "l", role: "member", created_by: "anna", created_at: "", expires_at: null, uses: null } as const;
  await stub().enter(link, { user_id: ben, name: "Ben" });
  const desk = await connect();
  desk.say(hello());
  const isShown = async (state: string, nth = 1): Promise<void> => {
    const { members } = await desk.until("presence", nth);
    if (members.find(({ user_id }) => user_id === ben)?.state !== state) await isShown(state, nth + 1);
  };
  await isShown("elsewhere");
  page?.close(1000);
  await isShown("away", desk.frames.filter(({ type }) => type === "presence").length + 1);
});

test("[SHELL2] the suite's simplest conversation, asleep between every two frames", async () => {
  await stub().create(input());
  const desk = await connect();
  desk.say(hello());
  await desk.until("welcome");
  for (let n = 1; n <= 5; n++) {
    await evictDurableObject(stub(), { webSockets: "hibernate" });
    desk.say(send(`message ${n}`));
    await desk.until("ack", n);
  }
  const page = await stub().history({ limit: 50 });
  expect(page.ok && page.value.messages.map((m) => [m.seq, m.entry]).slice(1)).toEqual(
    [1, 2, 3, 4, 5].map((n) => [expect.any(Number), `message ${n}`]),
  );
});

test.each([
  ["no header at all", {}],
  ["partyserver's props", { "x-partykit-props": btoa(JSON.stringify({ role: "admin", user_id: "anna" })) }],
  ["a broken header", { [IDENTITY_HEADER]: "%7Bnot json" }],
])("[SHELL3] %s lets nobody in", async (_, headers) => {
  await stub().create(input());
  const desk = await connect(headers);
  expect(await desk.closed).toMatchObject({ code: 4401 });
  expect(desk.frames).toEqual([]);
});

test("[SHELL3] a room that was never made closes 4404", async () => {
  const desk = await connect();
  expect(await desk.closed).toMatchObject({ code: 4404 });
});

test("[SHELL4] two sockets with one _pk are two devices", async () => {
  await stub().create(input());
  const [desk, phone] = [await connect(undefined, "?_pk=same"), await connect(undefined, "?_pk=same")];
  desk.say(hello("desk"));
  phone.say(hello("phone"));
  await desk.until("welcome");
  await phone.until("welcome");
  desk.say(send("to both"));
  expect(await phone.until("event")).toMatchObject({ event: { message: { entry: "to both" } } });
  expect(await desk.until("ack")).toBeDefined();
});

test("[SHELL5] binary frames close 4400", async () => {
  await stub().create(input());
  const desk = await connect();
  desk.socket.send(new Uint8Array([1, 2, 3]));
  expect(await desk.closed).toMatchObject({ code: 4400 });
});

test("[SHELL5] an exception inside closes 1011 without a word of it", async () => {
  await stub().create(input());
  const desk = await connect();
  desk.say(hello());
  await desk.until("welcome");
  await runInDurableObject(stub(), (_, state) => state.storage.sql.exec("DROP TABLE commands"));
  desk.say(send("this will break"));
  const { code, reason } = await desk.closed;
  expect({ code, reason }).toEqual({ code: 1011, reason: "internal" });
  expect(JSON.stringify(desk.frames)).not.toMatch(/no such table|at .*\.ts|SqliteError|commands/i);
});

test("[SHELL6] plain requests get a status and nothing else", async () => {
  const response = await stub().fetch("https://room/anything");
  expect([response.status, await response.text()]).toEqual([426, ""]);
});

test("[SHELL7] ping is answered without waking the room", async () => {
  await stub().create(input());
  const desk = await connect();
  desk.say(hello());
  await desk.until("welcome");
  await evictDurableObject(stub(), { webSockets: "hibernate" });
  desk.socket.send('{"type":"ping"}');
  expect(await desk.until("pong")).toEqual({ type: "pong" });
});

test("[SHELL8] the alarm carries the outbox to D1, and D1's trouble does not end the chain", async () => {
  await stub().create(input());
  const desk = await connect();
  desk.say(hello());
  await desk.until("welcome");
  await db.exec("ALTER TABLE messages RENAME TO hidden_messages");
  desk.say(send("while D1 is away"));
  await desk.until("ack");
  for (let tries = 0; tries < 3; tries++) {
    await runInDurableObject(stub(), async (_, state) => expect(await state.storage.getAlarm()).not.toBeNull());
    expect(await runDurableObjectAlarm(stub())).toBe(true);
  }
  expect(await stub().backlog()).toBeGreaterThan(0);
  await db.exec("ALTER TABLE hidden_messages RENAME TO messages");
  for (let tries = 0; tries < 40 && (await stub().backlog()) > 0; tries++) {
    await new Promise((done) => setTimeout(done, 250));
    await runDurableObjectAlarm(stub());
  }
  expect(await stub().backlog()).toBe(0);
  const row = await db.prepare("SELECT entry FROM messages WHERE conversation = ? ORDER BY seq DESC").bind(id).first();
  expect(row).toEqual({ entry: "while D1 is away" });
});

test("[TURN15] bots go on by the object's own alarm, with nobody connected and past an eviction", async () => {
  await stub().create(input());
  const desk = await connect();
  desk.say(hello());
  await desk.until("welcome");
  desk.say({ type: "set", ref: crypto.randomUUID(), turn_taking: { strategy: "auto", wait_for_people_s: 1 } });
  desk.say({ ...send("go on without me"), respond: true });
  await desk.until("ack", 2);
  desk.socket.close();
  await evictDurableObject(stub());
  const isOver = async () => {
    const late = await connect();
    late.say(hello());
    const { auto, queue } = await late.until("welcome");
    late.socket.close();
    return queue.length === 0 && auto?.ended === "alone" ? auto.turns : null;
  };
  let turns: number | null = null;
  for (let tries = 0; tries < 40 && turns === null; tries++) {
    await new Promise((done) => setTimeout(done, 250));
    await runDurableObjectAlarm(stub());
    turns = await isOver();
  }
  expect(turns).toBe(1);
});

test("[SHELL9] a deleted room closes 4410 and is empty", async () => {
  await stub().create(input());
  const desk = await connect();
  desk.say(hello());
  await desk.until("welcome");
  expect(await stub().destroy()).toEqual({ ok: true, value: null });
  expect(await desk.closed).toMatchObject({ code: 4410 });
  expect(await rooms.getByName(id).snapshot()).toEqual({ ok: false, code: "not_found" });
});

test("[SHELL10] a ticket is redeemed once, whoever comes first", async () => {
  await stub().create(input());
  const tries = await Promise.all(Array.from({ length: 8 }, () => stub().redeem("jti", Date.now() + 30_000)));
  expect(tries.filter(Boolean)).toHaveLength(1);
  expect(await stub().redeem("other", Date.now() + 30_000)).toBe(true);
});

test("[SCALE1] a real socket is asked for its proof, and for another when it has said it", async () => {
  await stub().create(input());
  const desk = await connect();
  desk.say(hello());
  await desk.until("welcome");
  const probes = () => desk.frames.filter((f) => f.type === "probe").length;
  /** More than a quarter of a mebibyte, said and heard. */
  const much = async (before: number) => {
    for (let n = before + 1; n <= before + 18; n++) {
      desk.say(send("x".repeat(16_000)));
      await desk.until("ack", n);
    }
  };
  await much(0);
  const { id: probe } = await desk.until("probe");
  expect(probes()).toBe(1);
  desk.say({ type: "ping", probe });
  await desk.until("pong");
  await much(18);
  const { id: next } = await desk.until("probe", 2);
  expect(next).not.toBe(probe);
});
