import { expect, test } from "vitest";
import { enter } from "./enter.ts";
import type { SimClient } from "./testing/sim-client.ts";
import { SimRoom } from "./testing/sim-room.ts";

const LINK = { id: "link", role: "member", created_by: "anna", created_at: "", expires_at: null, uses: null } as const;

/** Anna at her desk, and members who are not here. */
async function table(...names: string[]) {
  const room = new SimRoom();
  const desk = room.join();
  await room.settle();
  for (const name of names) await comesIn(room, name);
  await room.advance(1_000);
  return { room, desk };
}

const comesIn = (room: SimRoom, name: string) =>
  enter(room.room, LINK, { user_id: name, name }, new Date(room.clock.nowMs()).toISOString());

/** Where each is, as a device shows it. */
const shown = ({ store }: SimClient) =>
  Object.fromEntries(store.presence.value.map(({ user_id, state, devices }) => [user_id, [state, devices.length]]));

test("[PRES1] every member is listed, in the frame and in welcome: here with devices, else without", async () => {
  const { room, desk } = await table("ben", "cleo");
  room.world.around.add("ben");
  room.join("cleo");
  const phone = room.join();
  await room.settle();
  await room.advance(1_000);
  const all = { anna: ["here", 2], ben: ["away", 0], cleo: ["here", 1] };
  expect([shown(desk), shown(phone)]).toEqual([all, all]);
  const welcome = phone.heard.find((f) => f.type === "welcome");
  expect(welcome?.type === "welcome" && welcome.presence.map(({ user_id }) => user_id)).toEqual([
    "anna",
    "ben",
    "cleo",
  ]);
});

test("[PRES2] whoever leaves the room and goes on elsewhere is elsewhere, then away, then here", async () => {
  const { room, desk } = await table("ben");
  const ben = room.join("ben");
  await room.settle();
  room.world.around.add("ben");
  ben.disconnect();
  await room.settle();
  await room.advance(500);
  expect(shown(desk)["ben"]).toEqual(["elsewhere", 0]);
  expect(room.room.runtime.presence.told("ben", false)).toBe(true);
  await room.advance(500);
  expect(shown(desk)["ben"]).toEqual(["away", 0]);
  ben.connect();
  await room.settle();
  await room.advance(500);
  expect(shown(desk)["ben"]).toEqual(["here", 1]);
});

test("[PRES2] who cannot be asked about is away, and asked about again with the next change", async () => {
  const { room, desk } = await table();
  room.world.around.add("ben");
  room.world.reads = "refuse";
  await comesIn(room, "ben");
  await room.advance(500);
  expect(shown(desk)["ben"]).toEqual(["away", 0]);
  room.world.reads = "answer";
  room.join();
  await room.settle();
  await room.advance(1_000);
  expect(shown(desk)["ben"]).toEqual(["elsewhere", 0]);
});

test("[PRES3] each is asked about once in a life of the room, and again once their last device here has gone", async () => {
  const { room } = await table("ben", "cleo");
  const asked = () => room.world.askedAround.splice(0).sort();
  expect(asked()).toEqual(["ben", "cleo"]);
  const [ben, phone] = [room.join("ben"), room.join("ben")];
  await room.settle();
  await room.advance(1_000);
  phone.disconnect();
  await room.advance(1_000);
  expect(asked()).toEqual([]);
  ben.disconnect();
  await room.advance(1_000);
  expect(asked()).toEqual(["ben"]);
  room.evict();
  room.join();
  await room.settle();
  await room.advance(1_000);
  expect(asked()).toEqual(["ben", "cleo"]);
});

test("[PRES3] an empty room asks of nobody, and tells nobody", async () => {
  const { room, desk } = await table("ben");
  room.world.askedAround.length = 0;
  desk.disconnect();
  await comesIn(room, "cleo");
  await room.advance(1_000);
  expect(room.world.askedAround).toEqual([]);
});

test("[PRES4] news counts over an answer that is still on its way", async () => {
  const { room, desk } = await table("ben");
  const ben = room.join("ben");
  await room.settle();
  await room.advance(1_000);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  room.world.isAround = () => promise;
  ben.disconnect();
  room.room.runtime.presence.told("ben", true);
  resolve(false);
  await room.settle();
  await room.advance(1_000);
  expect(shown(desk)["ben"]).toEqual(["elsewhere", 0]);
});

test("[PRES4] the object is told where nobody wants to know: of strangers, and in an empty room", async () => {
  const { room, desk } = await table("ben");
  const { presence } = room.room.runtime;
  desk.heard.length = 0;
  expect([presence.told("ben", true), presence.told("mallory", true)]).toEqual([true, false]);
  await room.advance(1_000);
  expect(Object.keys(shown(desk))).toEqual(["anna", "ben"]);
  expect(presence.told("ben", true)).toBe(true);
  await room.advance(1_000);
  expect(
    desk.heard.filter((f) => f.type === "presence"),
    "what is known already is told to nobody",
  ).toHaveLength(1);
  desk.disconnect();
  expect(presence.told("ben", false)).toBe(false);
});

test("[PRES5] whoever comes in is listed, and whoever was let go is not and hears nothing of it", async () => {
  const { room, desk } = await table();
  await comesIn(room, "ben");
  await room.advance(250);
  expect(shown(desk)["ben"]).toEqual(["away", 0]);
  const ben = room.join("ben");
  await room.settle();
  await room.advance(1_000);
  ben.heard.length = 0;
  desk.store.command({ type: "members", remove: ["ben"] });
  await room.settle();
  await room.advance(250);
  expect(Object.keys(shown(desk))).toEqual(["anna"]);
  expect(ben.heard.filter((f) => f.type === "presence")).toEqual([]);
});

test.each(["fallen silent", "no longer proved"] as const)(
  "[PRES10] a device that the room lets go of, %s, is here no more, and its person where they are",
  async (why) => {
    const { room, desk } = await table("ben");
    const ben = room.join("ben");
    await room.settle();
    await room.advance(1_000);
    if (why === "fallen silent") ben.pingedMs = room.clock.nowMs();
    else ben.expiresIn(30_000);
    room.world.around.add("ben");
    for (let second = 0; ben.isConnected && second < 180; second += 15) {
      desk.store.send(`it is ${second}`, { respond: false });
      await room.advance(15_000);
    }
    await room.advance(500);
    expect(shown(desk)).toEqual({ anna: ["here", 1], ben: ["elsewhere", 0] });
  },
);

test("[SCALE4] fifty people who are elsewhere are told of together, in a frame of a few kilobytes", async () => {
  const names = Array.from({ length: 49 }, (_, at) => `person-${at}`);
  const room = new SimRoom();
  for (const name of names) {
    await comesIn(room, name);
    room.world.around.add(name);
  }
  const desk = room.join();
  await room.settle();
  await room.advance(1_000);
  const frames = desk.heard.filter((f) => f.type === "presence");
  expect(frames.length).toBeLessThanOrEqual(2);
  expect(frames.at(-1)?.members.filter(({ state }) => state === "elsewhere")).toHaveLength(49);
  expect(JSON.stringify(frames.at(-1)).length).toBeLessThan(6_000);
});
