import { expect, test } from "vitest";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { PROOF_MS } from "../../shared/protocol/limits.ts";
import { enter } from "./enter.ts";
import { passOn } from "./pass-on.ts";
import type { SimClient } from "./testing/sim-client.ts";
import { SimRoom } from "./testing/sim-room.ts";

const nacks = (client: SimClient) => client.heard.flatMap((f) => (f.type === "nack" ? [f] : []));
const REF = "44444444-4444-4444-8444-444444444444";

const PERSONA = {
  id: "keeper",
  name: "Keeper",
  description: "",
  gender: null,
  age: null,
  pronouns: null,
  custom_pronouns: null,
  preferred_topics: [],
  avoid_topics: [],
  custom_instructions: "",
};

async function invited(room: SimRoom, name: string) {
  const link = {
    id: "link",
    role: "member",
    created_by: "anna",
    created_at: "",
    expires_at: null,
    uses: null,
  } as const;
  await enter(room.room, link, { user_id: name, name }, new Date(room.clock.nowMs()).toISOString());
}

async function table() {
  const room = new SimRoom();
  const desk = room.join();
  await room.settle();
  return { room, desk };
}

test("[SES1] a frame after the proof has ended closes 4401; auth renews it in time", async () => {
  const room = new SimRoom();
  const [lapsed, renewed] = [room.join(), room.join()];
  for (const client of [lapsed, renewed]) client.expiresIn(PROOF_MS);
  await room.settle();
  await room.advance(PROOF_MS - 1_000);
  renewed.raw(JSON.stringify({ type: "auth", token: "token:anna" }));
  await room.settle();
  await room.advance(2_000);
  lapsed.store.send("too late", { respond: false });
  renewed.store.send("in time", { respond: false });
  await room.settle();
  expect(room.view.messages.map((m) => m.entry).slice(1)).toEqual(["in time"]);
  expect(lapsed.closedWith).toEqual([CLOSE.unauthenticated]);
  expect(renewed.closedWith).toEqual([]);
});

test("[SES1] a proof holds ten minutes, whatever it says of itself", async () => {
  const { room, desk } = await table();
  desk.raw(JSON.stringify({ type: "auth", token: "token:anna" }));
  await room.settle();
  await room.advance(PROOF_MS + 1_000);
  desk.store.send("too late", { respond: false });
  await room.settle();
  expect(desk.closedWith).toEqual([CLOSE.unauthenticated]);
});

test("[SES1] somebody else's proof closes 4401", async () => {
  const { room, desk } = await table();
  desk.raw(JSON.stringify({ type: "auth", token: "token:ben" }));
  await room.settle();
  expect(desk.closedWith).toEqual([CLOSE.unauthenticated]);
});

test.each(["not json", "[]", "null", '"text"', "{}", '{"type":7}', "[".repeat(60_000)])(
  "[SES2] %j is no frame and closes 4400",
  async (raw) => {
    const { room, desk } = await table();
    desk.raw(raw);
    await room.settle();
    expect(desk.closedWith).toEqual([CLOSE.malformed]);
  },
);

test("[SES2] a frame over 64 KiB closes 4413", async () => {
  const { room, desk } = await table();
  desk.raw(JSON.stringify({ type: "send", ref: REF, text: "é".repeat(33_000) }));
  await room.settle();
  expect(desk.closedWith).toEqual([CLOSE.too_large]);
});

test.each(["summarise", "nonsense"])("[SES3] the command %s is not known yet and changes nothing", async (type) => {
  const { room, desk } = await table();
  const before = room.view;
  desk.raw(JSON.stringify({ type, ref: REF, message_id: "x" }));
  await room.settle();
  expect(nacks(desk)).toMatchObject([{ ref: REF, error: { code: "unknown_command" } }]);
  expect(room.view).toBe(before);
  expect(desk.closedWith).toEqual([]);
});

test.each([
  [{ type: "send", ref: REF, text: "" }, "text"],
  [{ type: "send", ref: REF, text: "x".repeat(16_001) }, "text"],
  [{ type: "send", ref: REF, text: "hi", mentions: "Mara" }, "mentions"],
  [{ type: "send", ref: REF, text: "hi", admin: true }, "admin"],
  [{ type: "stop", ref: REF, scope: "world" }, "scope"],
  [{ type: "set", ref: REF, turn_taking: { max_replies: -1 } }, "turn_taking.max_replies"],
  [{ type: "speak", ref: "not a uuid", bot_ids: ["bot-0"] }, "ref"],
])("[SES4] wrong fields are answered with their name: %j", async (frame, field) => {
  const { room, desk } = await table();
  const seq = room.view.seq;
  desk.raw(JSON.stringify(frame));
  await room.settle();
  expect(nacks(desk)).toMatchObject([{ error: { code: "invalid", field } }]);
  expect(room.view.seq).toBe(seq);
});

test("[SES5] a flood is warned three times, then closed 4429 with the time to wait", async () => {
  const { room, desk } = await table();
  for (let i = 0; i < 60; i++) desk.raw(JSON.stringify({ type: "typing", on: true }));
  await room.settle();
  expect(nacks(desk).map((n) => n.error.code)).toEqual(["flood", "flood", "flood"]);
  expect(desk.closedWith).toEqual([CLOSE.flood]);
});

test("[SES5] a quick hand is no flood", async () => {
  const { room, desk } = await table();
  for (let i = 0; i < 100; i++) {
    desk.raw(JSON.stringify({ type: "typing", on: i % 2 === 0 }));
    await room.settle();
    await room.advance(60);
  }
  expect(nacks(desk)).toEqual([]);
});

test("[SES6] before its hello a socket hears nothing and may say nothing else", async () => {
  const { room, desk } = await table();
  const mute = room.join();
  mute.dropOutgoing();
  desk.store.send("secret", { respond: false });
  await room.settle();
  expect(mute.heard).toEqual([]);
  mute.raw(JSON.stringify({ type: "typing", on: true }));
  await room.settle();
  expect(mute.closedWith).toEqual([CLOSE.malformed]);
});

test("[SES7] who is no member is closed 4403", async () => {
  const { room } = await table();
  const stranger = room.join("ben");
  await room.settle();
  expect(stranger.closedWith).toEqual([CLOSE.forbidden]);
  expect(stranger.heard).toEqual([]);
});

test("[SES7] the 65th socket is closed 4408, and a version from elsewhere 4409", async () => {
  const room = new SimRoom();
  for (let i = 0; i < 8; i++) await invited(room, `guest-${i}`);
  for (let i = 0; i < 64; i++) room.join(i < 8 ? "anna" : `guest-${i % 7}`);
  const late = room.join("guest-7");
  await room.settle();
  expect(late.closedWith).toEqual([CLOSE.room_full]);
  const [first] = room.clients;
  first?.raw(JSON.stringify({ type: "hello", v: 2, device_id: "d" }));
  await room.settle();
  expect(first?.closedWith).toEqual([CLOSE.version]);
});

test("[SES8] whose access ends is cut off and hears nothing further", async () => {
  const { room, desk } = await table();
  room.world.members.delete("anna");
  await room.room.runtime.accessChanged("anna");
  const heard = desk.heard.length;
  room.core.commit({ events: [{ type: "room.updated", title: "later" }] }, "now");
  await room.settle();
  expect(desk.closedWith).toEqual([CLOSE.forbidden]);
  expect(desk.heard).toHaveLength(heard);
});

test("[SES8] what still waits for a look-up when access ends has no effect", async () => {
  const { room, desk } = await table();
  room.world.personaFor = async () => {
    room.world.members.delete("anna");
    await room.room.runtime.accessChanged("anna");
    return PERSONA;
  };
  const before = room.view;
  desk.store.send("one last thing", { persona_id: "keeper" });
  await room.settle();
  expect(desk.closedWith).toEqual([CLOSE.forbidden]);
  expect(room.view).toBe(before);
});

test("[LIFE9] a room that was ended writes nothing more, whatever was under way", async () => {
  const { room, desk } = await table();
  const written = () =>
    room.sql.all("SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM commands) AS commands");
  await room.advance(5_000);
  desk.store.send("said before", { respond: false });
  await room.settle();
  const before = written();
  room.world.personaFor = async () => {
    await room.room.runtime.close(CLOSE.deleted, "deleted");
    return PERSONA;
  };
  desk.store.send("said while it ends", { persona_id: "keeper" });
  await room.settle();
  await room.advance(60_000);
  expect(desk.closedWith).toEqual([CLOSE.deleted]);
  expect(written()).toEqual(before);
  expect(room.model.isAsked).toBe(false);
  expect(room.clock.alarmMs).toBeNull();
});

const UNDER_WAY: Readonly<Record<string, (room: SimRoom) => Promise<unknown>>> = {
  "an invitation accepted": (room) => invited(room, "cleo"),
  "a command by HTTP": ({ room }) =>
    room.runtime.act({ user_id: "anna", name: "Anna" }, { type: "set", ref: REF, title: "Later" }),
  "a bot that reads its lore": async ({ clients }) => clients[0]?.store.send("one more?"),
};

test.each(Object.keys(UNDER_WAY))("[LIFE9] %s while a room is deleted brings nothing of it back", async (what) => {
  const { room } = await table();
  await room.advance(120_000);
  const tables = ["events", "commands", "state", "outbox", "lore_cache", "invitations"];
  const { promise, resolve } = Promise.withResolvers<void>();
  const { world } = room;
  const [standings, load] = [world.standings.bind(world), world.load.bind(world)];
  if (what === "a bot that reads its lore") world.load = (query) => promise.then(() => load(query));
  else world.standings = (id, people) => promise.then(() => standings(id, people));
  const done = UNDER_WAY[what]?.(room);
  if (what === "a bot that reads its lore") await room.settle();
  const { runtime, publisher } = room.room;
  publisher.end();
  await runtime.close(CLOSE.deleted, "deleted");
  for (const table of tables) room.sql.all(`DELETE FROM ${table}`);
  resolve();
  await done?.catch((cause) => expect(cause).toMatchObject({ code: "not_found" }));
  await room.settle();
  await room.advance(60_000);
  expect(tables.flatMap((table) => room.sql.all(`SELECT * FROM ${table}`))).toEqual([]);
});

test("[LIFE14] a room whose deletion waits lets everyone go, stops its bots, and is there again as it was", async () => {
  const { room, desk } = await table();
  desk.store.send("tell me everything");
  await room.settle();
  room.model.say("It began");
  await room.settle();
  await room.room.runtime.shut(crypto.randomUUID());
  await room.drain();
  expect(desk.closedWith).toEqual([CLOSE.deleted]);
  expect(room.model.isAsked).toBe(false);
  await room.advance(120_000);
  expect(room.clock.alarmMs).toBeNull();
  const again = room.join();
  await room.settle();
  const messages = again.store.view.value?.messages ?? [];
  expect(messages.slice(-2).map(({ entry }) => entry)).toEqual(["tell me everything", "It began"]);
});

test("[LIFE9] a write to D1 that was under way when the room ended is told to nobody and leaves no trace here", async () => {
  const { room, desk } = await table();
  await room.advance(5_000);
  const { promise, resolve } = Promise.withResolvers<void>();
  room.world.write = () => promise;
  desk.store.send("on its way", { respond: false });
  await room.settle();
  const writing = room.room.runtime.persistNow();
  const before = room.core.view.seq;
  const closing = room.room.runtime.close(CLOSE.deleted, "deleted");
  resolve();
  await Promise.all([closing, writing]);
  await room.advance(60_000);
  expect(room.core.view.seq).toBe(before);
  expect(room.clock.alarmMs).toBeNull();
});

test("[SES11] a socket may ask for the whole room a few times; one that keeps asking closes 4429", async () => {
  const { room, desk } = await table();
  const hello = JSON.stringify({ type: "hello", v: 1, device_id: "again" });
  const answers = () => desk.heard.filter((f) => f.type === "welcome").length;
  for (let i = 0; i < 4; i++) desk.raw(hello);
  await room.settle();
  expect([answers(), desk.closedWith]).toEqual([5, []]);
  await room.advance(5_000);
  desk.raw(hello);
  await room.settle();
  expect([answers(), desk.closedWith]).toEqual([6, []]);
  desk.raw(hello);
  await room.settle();
  expect([answers(), desk.closedWith]).toEqual([6, [CLOSE.flood]]);
  desk.connect();
  await room.settle();
  expect(answers()).toBe(7);
});

test("[SES10] personas that do not exist leave nothing behind in memory", async () => {
  const { room, desk } = await table();
  let asked = 0;
  room.world.personaFor = async () => {
    asked++;
    return null;
  };
  for (let i = 0; i < 2; i++) desk.store.send("as nobody", { persona_id: "nobody" });
  await room.settle();
  expect(nacks(desk)).toHaveLength(2);
  expect(asked).toBe(2);
});

test("[SES8] without a push, an active room notices within a minute", async () => {
  const { room, desk } = await table();
  room.world.members.delete("anna");
  await room.advance(30_000);
  desk.store.send("still here", { respond: false });
  await room.settle();
  await room.advance(60_000);
  expect(desk.closedWith).toEqual([CLOSE.forbidden]);
});

test("[SES8] while D1 does not answer, the last answer holds", async () => {
  const { room, desk } = await table();
  room.world.reads = "refuse";
  desk.store.send("still here", { respond: false });
  await room.settle();
  await room.advance(120_000);
  expect(desk.closedWith).toEqual([]);
});

test("[SES12] a ninth device of one person is closed 4408, unless one has gone silent; others come in", async () => {
  const { room, desk } = await table();
  await invited(room, "ben");
  const devices = Array.from({ length: 7 }, () => room.join());
  const [ninth, ben] = [room.join(), room.join("ben")];
  await room.settle();
  expect([ninth.closedWith, ben.closedWith]).toEqual([[CLOSE.room_full], []]);
  desk.pingedMs = room.clock.nowMs();
  await room.advance(60_000);
  const next = room.join();
  await room.settle();
  expect([next.closedWith, desk.closedWith]).toEqual([[], [CLOSE.internal]]);
  expect(devices.flatMap(({ closedWith }) => closedWith)).toEqual([]);
});

test("[SES12] one that has gone silent keeps its place as long as there is another", async () => {
  const { room, desk } = await table();
  desk.pingedMs = room.clock.nowMs();
  await room.advance(60_000);
  room.join();
  await room.settle();
  expect(desk.closedWith).toEqual([]);
});

test("[SES5] a quiet while forgives the warnings", async () => {
  const { room, desk } = await table();
  for (let burst = 0; burst < 3; burst++) {
    for (let n = 0; n < 42; n++) desk.raw(JSON.stringify({ type: "typing", on: true }));
    await room.settle();
    await room.advance(10_000);
  }
  expect(nacks(desk).length, "each time a few").toBeGreaterThan(5);
  expect(desk.closedWith).toEqual([]);
});

test("[SES13] who commands on and on is refused by ref, then closed; a pause makes it good", async () => {
  const { room, desk } = await table();
  const say = async (times: number) => {
    for (let i = 0; i < times; i++) {
      desk.raw(JSON.stringify({ type: "typing", on: true }));
      desk.raw(JSON.stringify({ type: "set", ref: crypto.randomUUID(), title: `Title ${i}` }));
      await room.settle();
      await room.advance(150);
    }
  };
  await say(165);
  expect(nacks(desk)).toEqual([]);
  const { seq } = room.view;
  await say(10);
  expect(nacks(desk)[0]).toMatchObject({ ref: expect.any(String), error: { code: "flood" } });
  expect(nacks(desk)[0]?.error.retry_after_ms).toBeLessThanOrEqual(500);
  expect(room.view.seq - seq).toBeLessThan(10);
  await room.advance(60_000);
  await say(100);
  expect(desk.closedWith).toEqual([]);
  await say(200);
  expect(desk.closedWith).toEqual([CLOSE.flood]);
});

test("[PEOPLE7] the end of a sign-in closes its devices 4401, and no other of the same person", async () => {
  const { room, desk } = await table();
  const phone = room.join();
  const renewed = room.join();
  await room.settle();
  renewed.raw(JSON.stringify({ type: "auth", token: "token:anna" }));
  await room.settle();
  for (const { deviceId } of [phone, renewed]) room.world.endedSessions.add(`session-${deviceId}`);
  await room.room.runtime.accessChanged("anna");
  await room.settle();
  expect([desk, phone, renewed].map((device) => device.closedWith)).toEqual([[], [CLOSE.unauthenticated], []]);
  await room.advance(250);
  expect(desk.store.presence.value[0]?.devices).toHaveLength(2);
  room.room.runtime.signedOut("anna");
  await room.settle();
  expect([desk.closedWith, renewed.closedWith]).toEqual([[CLOSE.unauthenticated], [CLOSE.unauthenticated]]);
});

test.each([
  "a frame",
  "a command by HTTP",
  "a goodbye",
  "an alarm",
  "someone who comes in",
  "someone who becomes another",
])("[PEOPLE8] a room that slept asks who may be there before it sends anything after %s", async (what) => {
  const { room, desk } = await table();
  await invited(room, "ben");
  if (what === "someone who becomes another") await invited(room, "cleo");
  const ben = room.join("ben");
  const phone = room.join();
  await room.settle();
  await room.advance(120_000);
  room.evict();
  room.world.members.delete("ben");
  const heard = ben.heard.length;
  if (what === "a frame") desk.store.send("who is there?", { respond: false });
  if (what === "a command by HTTP")
    await room.room.runtime.act({ user_id: "anna", name: "Anna" }, { type: "set", ref: REF, title: "Later" });
  if (what === "a goodbye") phone.disconnect();
  if (what === "an alarm") await room.room.runtime.alarm();
  if (what === "someone who comes in") await invited(room, "cleo");
  if (what === "someone who becomes another") await passOn(room.room, "cleo", { user_id: "mia", name: "Mia" }, "now");
  await room.settle();
  expect([ben.heard.length, ben.closedWith]).toEqual([heard, [CLOSE.forbidden]]);
  expect(desk.closedWith).toEqual([]);
});

test.each([{ type: "typing", on: true }, { type: "ping" }])(
  "[SES8] without a part any more %j is the last that is said, though nothing else cut it off",
  async (frame) => {
    const { room } = await table();
    await invited(room, "ben");
    const ben = room.join("ben");
    await room.settle();
    const member = room.view.members.find((m) => m.user_id === "ben");
    if (member) room.core.commit({ events: [{ type: "member.left", member }] }, "now");
    ben.raw(JSON.stringify(frame));
    await room.settle();
    expect(ben.closedWith).toEqual([CLOSE.forbidden]);
  },
);

test("[SES14] a device that pinged and then is silent for ninety seconds is closed 1011 while others talk", async () => {
  const { room, desk } = await table();
  const phone = room.join();
  await room.settle();
  phone.pingedMs = room.clock.nowMs();
  for (let second = 0; second < 180; second += 15) {
    if (second <= 90) expect([second, phone.closedWith]).toEqual([second, []]);
    desk.store.send(`it is ${second}`, { respond: false });
    await room.advance(15_000);
  }
  expect([phone.closedWith, desk.closedWith]).toEqual([[CLOSE.internal], []]);
});

test("[SES9] a socket that has not said hello is here for nobody", async () => {
  const { room, desk } = await table();
  const silent = room.join();
  silent.dropOutgoing();
  room.join();
  await room.settle();
  await room.advance(1_000);
  const here = desk.heard.findLast((f) => f.type === "presence");
  expect(here?.type === "presence" && here.members.flatMap(({ devices }) => devices.map((d) => d.device_id))).toEqual([
    "device-0",
    "device-2",
  ]);
});

test("[SES9] presence names every device; typing reaches the others only", async () => {
  const { room, desk } = await table();
  const phone = room.join();
  await room.settle();
  await room.advance(250);
  expect(desk.store.presence.value).toMatchObject([
    { user_id: "anna", devices: [{ device_id: "device-0" }, { device_id: "device-1" }] },
  ]);
  desk.store.setTyping(true);
  await room.settle();
  expect(phone.heard.filter((f) => f.type === "typing")).toMatchObject([{ user_id: "anna", on: true }]);
  expect(desk.heard.filter((f) => f.type === "typing")).toEqual([]);
  phone.disconnect();
  await room.settle();
  await room.advance(250);
  expect(desk.store.presence.value).toMatchObject([{ devices: [{ device_id: "device-0" }] }]);
});

test("[SCALE4] a room whose devices all go and come back is told of itself together, and as it is then", async () => {
  const { room, desk } = await table();
  const others = Array.from({ length: 7 }, () => room.join());
  await room.settle();
  await room.advance(1_000);
  desk.heard.length = 0;
  for (const device of others) device.disconnect();
  for (const device of others) device.connect();
  await room.settle();
  await room.advance(250);
  expect(desk.heard.filter((f) => f.type === "presence").length).toBeLessThanOrEqual(2);
  expect(desk.store.presence.value[0]?.devices).toHaveLength(8);
});
