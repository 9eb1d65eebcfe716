import { expect, test } from "vitest";
import { passOn } from "./pass-on.ts";
import { SimRoom } from "./testing/sim-room.ts";

/** What `userId` was told of the room, and told to notice. */
function toldTo(room: SimRoom, userId: string) {
  const news = room.world.told.filter((each) => each.userId === userId).map((each) => each.news);
  const cards = news.flatMap((each) => (each.kind === "room" ? [each.room] : []));
  const notes = news.flatMap((each) => (each.kind === "notification" ? [each.notification] : []));
  return { card: cards.at(-1), cards, notes, isGone: news.some(({ kind }) => kind === "room_gone") };
}

/** Anna and Ben at one table. */
async function atTable() {
  const room = new SimRoom();
  const anna = room.join("anna");
  const member = { user_id: "ben", name: "Ben", role: "member" as const, joined_at: "", read_up_to: null };
  room.core.commit({ events: [{ type: "member.joined", member }] }, new Date(room.clock.nowMs()).toISOString());
  const ben = room.join("ben");
  await room.settle();
  await room.advance(1_000);
  room.world.told.length = 0;
  return { room, anna, ben };
}

test("[USER50] [USER51] what is said is told to each within a second, with their own number", async () => {
  const { room, anna } = await atTable();
  anna.store.send("good evening", { respond: false });
  await room.settle();
  expect(room.world.told).toEqual([]);
  await room.advance(1_000);
  const last_message = { author_name: "anna", entry: "good evening", failed: false };
  expect(toldTo(room, "anna").card).toMatchObject({ last_message, role: "owner", status: "active", unread: 1 });
  expect(toldTo(room, "ben").card).toMatchObject({ last_message, role: "member", unread: 1 });
  expect(toldTo(room, "ben").card).not.toHaveProperty("status");
  expect(toldTo(room, "ben").card?.rev).toBe(room.core.counters.rev);
  expect(toldTo(room, "ben").cards).toHaveLength(1);
});

test("[USER50] [SCALE5] where much is said each is told of it together, and of the last within a second", async () => {
  const { room, anna } = await atTable();
  for (let n = 1; n <= 40; n++) {
    anna.store.send(`word ${n}`, { respond: false });
    await room.advance(100);
  }
  expect(toldTo(room, "ben").cards.length, "in four seconds").toBeLessThanOrEqual(6);
  await room.advance(900);
  expect(toldTo(room, "ben").card).toMatchObject({ last_message: { entry: "word 40" }, unread: 40 });
});

test("[USER51] a read mark moves the number of its reader, and what is so already is not told", async () => {
  const { room, anna, ben } = await atTable();
  anna.store.send("good evening", { respond: false });
  await room.settle();
  await room.advance(1_000);
  ben.store.read(room.view.messages.at(-1)?.id ?? "");
  await room.settle();
  await room.advance(1_000);
  expect(toldTo(room, "ben").card?.unread).toBe(0);
  const told = room.world.told.length;
  await room.advance(10_000);
  expect(room.world.told.length).toBe(told);
});

test("[USER50] who speaks is told while they do, again every half a minute, and when they are done", async () => {
  const { room, anna } = await atTable();
  anna.store.send("@Barista hello");
  await room.settle();
  room.model.say("Well");
  await room.settle();
  await room.advance(1_000);
  expect(toldTo(room, "ben").card?.speaking).toEqual([{ bot_id: "bot-0", name: "Barista" }]);
  const told = toldTo(room, "ben").cards.length;
  // What the room makes of this is no news to Ben.
  room.model.say(", well");
  await room.advance(5_000);
  room.core.noteQueue({ ...room.core.queue });
  await room.advance(5_000);
  expect(toldTo(room, "ben").cards).toHaveLength(told);
  await room.advance(31_000);
  expect(toldTo(room, "ben").cards.length).toBeGreaterThan(told);
  room.model.finish();
  await room.settle();
  await room.advance(1_000);
  expect(toldTo(room, "ben").card).toMatchObject({ speaking: [], last_message: { entry: "Well, well" } });
});

test("[USER51] a whisper shows in nobody else's list", async () => {
  const { room, anna } = await atTable();
  anna.store.send("a secret", { whisper_to: "bot-0" });
  await room.settle();
  await room.advance(1_000);
  expect(toldTo(room, "anna").card).toMatchObject({ last_message: { entry: "a secret" }, speaking: [{}] });
  const ben = toldTo(room, "ben").card;
  expect([ben?.last_message?.entry, ben?.speaking ?? []]).not.toContain("a secret");
  expect(ben?.speaking ?? []).toEqual([]);
});

test("[USER52] who is let go has the room in no list, and when it is deleted nobody has", async () => {
  const { room, anna } = await atTable();
  anna.store.command({ type: "members", remove: ["ben"] });
  await room.settle();
  expect([toldTo(room, "ben").isGone, toldTo(room, "anna").isGone]).toEqual([true, false]);
  await room.advance(2_000);
  room.room.publisher.end();
  expect(toldTo(room, "anna").isGone).toBe(true);
  room.core.commit({ events: [{ type: "room.updated", title: "Gone" }] }, "now");
  await room.advance(2_000);
  expect(room.world.told.at(-1)?.news.kind, "nothing more").toBe("room_gone");
});

test("[USER53] a mention is told to whom it names, by people and bots, and never to oneself", async () => {
  const { room, anna } = await atTable();
  anna.store.send("what does @Ben say? And @anna, and me@ben.example?", { respond: false });
  await room.settle();
  expect(toldTo(room, "ben").notes).toMatchObject([{ kind: "mention", who: "anna", room_title: "Test room" }]);
  expect(toldTo(room, "anna").notes).toEqual([]);
  anna.store.send("@Barista ask him");
  await room.reply("Well, @Ben?");
  expect(toldTo(room, "ben").notes.at(-1)).toMatchObject({ who: "Barista", text: "Well, @Ben?" });
});

test("[USER53] nobody is told of a whisper that names them, nor of an old message that names them now", async () => {
  const { room, anna } = await atTable();
  anna.store.send("do not tell @Ben", { whisper_to: "bot-0" });
  await room.reply("Of what, @Ben?");
  anna.store.send("good evening", { respond: false });
  await room.settle();
  await room.advance(16 * 60_000);
  anna.store.command({ type: "edit", message_id: room.view.messages.at(-1)?.id ?? "", text: "good evening, @Ben" });
  await room.settle();
  expect(room.view.messages.at(-1)?.entry).toBe("good evening, @Ben");
  expect(toldTo(room, "ben").notes).toEqual([]);
});

test("[USER55] who comes in is told to the owner; of who takes the owner's place nobody is", async () => {
  const { room } = await atTable();
  const member = { user_id: "cleo", name: "Cleo", role: "member" as const, joined_at: "", read_up_to: null };
  room.core.commit({ events: [{ type: "member.joined", member }] }, "now");
  expect(toldTo(room, "anna").notes).toMatchObject([{ kind: "joined", who: "Cleo" }]);
  await passOn(room.room, "anna", { user_id: "mia", name: "Mia" }, "now");
  expect([toldTo(room, "mia").notes, toldTo(room, "ben").notes]).toEqual([[], []]);
});
