import { expect, test } from "vitest";
import { MAX_PEOPLE } from "../../shared/protocol/limits.ts";
import type { Invitation } from "./core/door.ts";
import { enter, lookIn, takeBack } from "./enter.ts";
import { SimRoom } from "./testing/sim-room.ts";

const MADE = "2026-11-22T00:00:00.000Z";
const LINK: Invitation = {
  id: "link",
  role: "member",
  created_by: "anna",
  created_at: MADE,
  expires_at: null,
  uses: null,
};
const HOUR_MS = 3_600_000;

async function table() {
  const room = new SimRoom({ bots: ["Mara"] });
  const anna = room.join();
  await room.settle();
  const now = () => new Date(room.clock.nowMs()).toISOString();
  const come = async (name: string, invitation: Invitation = LINK) =>
    (await enter(room.room, invitation, { user_id: name, name }, now())).verdict;
  const people = () => room.view.members.map((m) => m.user_id);
  const told = () => {
    const row = room.world.rows.get("invitation:link");
    return row && JSON.parse(row.payload);
  };
  return { room, anna, now, come, people, told };
}

test("[INV1] of 20 people at once as many come in as the invitation says, and each counts once", async () => {
  const { room, come, people, told } = await table();
  const link = { ...LINK, uses: 5 };
  const names = Array.from({ length: 20 }, (_, n) => `guest-${n}`);
  const first = await Promise.all(names.map((name) => come(name, link)));
  expect(first.filter((verdict) => verdict === "open")).toHaveLength(5);
  expect(first.filter((verdict) => verdict === "used_up")).toHaveLength(15);
  const again = await Promise.all(names.map((name) => come(name, link)));
  expect(again.filter((verdict) => verdict === "joined")).toHaveLength(5);
  expect(people()).toHaveLength(6);
  await room.drain();
  expect(told()).toMatchObject({ used: 5, revoked_at: null });
});

test("[INV1] a room that dies has counted whom it let in", async () => {
  const { room, come, people } = await table();
  const link = { ...LINK, uses: 1 };
  await come("ben", link);
  room.kill();
  expect(await come("ben", link)).toBe("joined");
  expect(await come("cleo", link)).toBe("used_up");
  expect(people()).toEqual(["anna", "ben"]);
});

test("[INV2] an invitation ends to the moment, when it is taken back, and with the part of who made it", async () => {
  const { room, anna, now, come } = await table();
  const soon = { ...LINK, expires_at: new Date(room.clock.nowMs() + HOUR_MS).toISOString() };
  await room.advance(HOUR_MS - 1);
  expect(await come("ben", soon)).toBe("open");
  await room.advance(1);
  expect(await come("cleo", soon)).toBe("expired");
  await takeBack(room.room, LINK.id, now());
  expect(await come("cleo")).toBe("closed");
  const bens = { ...LINK, id: "bens", created_by: "ben" };
  expect(lookIn(room.room, bens, "cleo", now()).verdict).toBe("open");
  anna.store.command({ type: "members", remove: ["ben"] });
  await room.settle();
  expect(await come("cleo", bens)).toBe("closed");
});

test("[INV3] whom the room let go an older invitation does not bring back, a newer one does; who left comes back", async () => {
  const { room, anna, now, come, people } = await table();
  await come("ben");
  anna.store.command({ type: "members", remove: ["ben"] });
  await room.settle();
  expect(await come("ben")).toBe("closed");
  await room.advance(1);
  expect(await come("ben", { ...LINK, id: "new", created_at: now() })).toBe("open");
  const ben = room.join("ben");
  await room.settle();
  ben.store.command({ type: "members", remove: ["ben"] });
  await room.settle();
  expect(people()).toEqual(["anna"]);
  await room.advance(1);
  expect(await come("ben", { ...LINK, id: "newer", created_at: now() })).toBe("open");
});

test("[INV3] who left by themselves comes back by the invitation they came by", async () => {
  const { room, come, people } = await table();
  await come("ben");
  const ben = room.join("ben");
  await room.settle();
  ben.store.command({ type: "members", remove: ["ben"] });
  await room.settle();
  expect(people()).toEqual(["anna"]);
  expect(await come("ben")).toBe("open");
});

test("[INV5] another rule than the one for one person stays when somebody comes in", async () => {
  const { room, anna, come } = await table();
  anna.store.command({ type: "set", turn_taking: { strategy: "list" } });
  await room.settle();
  await come("ben");
  expect(room.view.room.turn_taking.strategy).toBe("list");
});

test("[INV6] taken back twice it is taken back when it first was, and D1 hears of it after those who came", async () => {
  const { room, now, come } = await table();
  await come("ben");
  await room.drain();
  const first = now();
  await takeBack(room.room, LINK.id, first);
  await room.advance(5_000);
  await takeBack(room.room, LINK.id, now());
  await room.drain();
  const told = [...room.world.rows.values()].find((row) => row.kind === "invitation");
  expect(JSON.parse(told?.payload ?? "{}")).toMatchObject({ used: 1, revoked_at: first });
  expect(room.core.store.door.invitation(LINK.id)).toEqual({ used: 1, revoked_at: first });
});

test("[INV4] a room has at most fifty people", async () => {
  const { come, people } = await table();
  for (let n = 1; n < MAX_PEOPLE; n++) await come(`guest-${n}`);
  expect(await come("late")).toBe("full");
  expect(await come("guest-1")).toBe("joined");
  expect(people()).toHaveLength(MAX_PEOPLE);
});

test("[INV5] who comes in has the part that was offered and has read what was said; a room of two answers when asked", async () => {
  const { room, anna, come } = await table();
  anna.store.command({ type: "send", text: "the secret", whisper_to: "bot-0" });
  await room.reply("hushed");
  await come("ben", { ...LINK, role: "viewer" });
  const ben = room.join("ben");
  await room.settle();
  const [greeting] = room.view.messages;
  expect(room.view.members.at(-1)).toMatchObject({ user_id: "ben", role: "viewer", read_up_to: greeting?.id });
  for (const { store } of [anna, ben]) {
    expect(store.view.value?.members.map((m) => m.user_id)).toEqual(["anna", "ben"]);
    expect(store.view.value?.room).toMatchObject({
      conversation_type: "group-chat",
      turn_taking: { strategy: "asked" },
    });
  }
  anna.store.command({ type: "set", turn_taking: { strategy: "natural" } });
  await room.settle();
  await come("cleo");
  expect(room.view.room.turn_taking.strategy).toBe("natural");
});

test("[INV6] what became of an invitation reaches D1, whatever D1 does meanwhile", async () => {
  const { room, come, now, told } = await table();
  room.world.writes = "refuse";
  await come("ben");
  await come("cleo");
  await takeBack(room.room, LINK.id, now());
  expect(told()).toBeUndefined();
  room.kill();
  await room.drain();
  expect(told()).toMatchObject({ id: "link", used: 2, revoked_at: expect.any(String) });
});
