import { expect, test } from "vitest";
import type { RoomMember } from "../../../shared/fields/conversation.ts";
import { KnowledgeInput } from "../../../shared/fields/knowledge.ts";
import { roomFor } from "../core/for-person.ts";
import type { RoomStore } from "../room-store.ts";
import { botCard } from "../testing/fake-world.ts";
import type { SimClient } from "../testing/sim-client.ts";
import { SimRoom } from "../testing/sim-room.ts";

const BEN: RoomMember = { user_id: "ben", name: "Ben", role: "member", joined_at: "", read_up_to: null };
const END = Number.MAX_SAFE_INTEGER;
const acks = (client: SimClient) => client.heard.flatMap((f) => (f.type === "ack" ? [f] : []));
const nacks = (client: SimClient) => client.heard.flatMap((f) => (f.type === "nack" ? [f.error.code] : []));
const pathOf = (store: RoomStore) => store.messages.newest(100).messages;

/** Anna and Ben at one table, where a lamp was spoken of and Anna has whispered. */
async function table() {
  const room = new SimRoom({ bots: ["Mara"] });
  const lamp = KnowledgeInput.parse({
    entry: "The lamp is lit.",
    knowledge_collection: "tome",
    activation_settings: { primary_keys: [{ keyword: "lamp" }] },
  });
  room.world.entries = [{ ...lamp, id: "lamp", title: "lamp" }];
  room.world.loreVersion = "2";
  const anna = room.join();
  await room.settle();
  anna.store.send("@mara, the lamp?");
  await room.reply("It is lit.");
  anna.store.command({ type: "send", text: "psst, the lamp", whisper_to: "bot-0" });
  await room.reply("quiet now");
  room.core.commit({ events: [{ type: "member.joined", member: BEN }] }, "now");
  const ben = room.join("ben");
  anna.store.send("anything else?", { respond: false });
  await room.settle();
  return { room, anna, ben };
}

const branchOf = (room: SimRoom, client: SimClient): RoomStore => {
  const store = room.world.branches.get(acks(client).at(-1)?.conversation_id ?? "");
  if (!store) throw new Error("no branch was opened");
  return store;
};

test("[BRANCH1] [BRANCH5] a branch has the path up to the message, with its lore, and its own way to D1", async () => {
  const { room, anna } = await table();
  const before = { seq: room.view.seq, messages: room.view.messages };
  const at = before.messages[2];
  anna.store.command({ type: "branch", message_id: at?.id ?? "" });
  await room.settle();
  expect({ seq: room.view.seq, messages: room.view.messages }).toEqual(before);
  const store = branchOf(room, anna);
  const path = pathOf(store);
  expect(path.map((m) => [m.entry, m.seq])).toEqual(before.messages.slice(0, 3).map((m) => [m.entry, m.seq]));
  expect(path.map((m) => m.id)).not.toContain(at?.id);
  expect(acks(anna).at(-1)?.message_id).toBe(path.at(-1)?.id);
  const beyond = before.messages[3]?.seq ?? 0;
  expect(store.messages.measure(END)).toEqual(room.core.store.messages.measure(beyond));
  const ledger = room.core.store.turns.ledger(beyond);
  expect(ledger).toHaveLength(1);
  const same = ledger.map((fired) => ({ ...fired, messageId: path.at(-1)?.id }));
  expect(store.turns.ledger(END)).toEqual(same);
  expect(store.log.load()).toMatchObject({
    room: { user: "anna", conversation_type: "single-bot" },
    members: [{ user_id: "anna", role: "owner" }],
    counters: { total_messages: 3, total_tokens: path.reduce((sum, m) => sum + m.token_tracking.total_tokens, 0) },
  });
  expect(store.people.unread("anna"), "all of it was read before").toEqual({ unread: 0, threads: {} });
  // The conversation goes first, or its messages refer to nothing.
  expect(store.outbox.next(9).map((row) => row.kind)).toEqual(["conversation", "message", "message", "message"]);
});

test("[BRANCH8] a branch leads its owner back, tells nobody else, and forgets with another owner", async () => {
  const { room, anna } = await table();
  const message_id = room.view.messages[2]?.id ?? "";
  anna.store.command({ type: "branch", message_id });
  await room.settle();
  const stored = branchOf(room, anna).log.load();
  if (!stored) throw new Error("nothing stored");
  expect(stored.room.branched_from).toEqual({ conversation: room.view.room.id, message_id });
  expect(roomFor(stored.room, "anna")).toBe(stored.room);
  expect(roomFor(stored.room, "ben").branched_from).toBeNull();
  const { branched_from } = stored.room;
  room.core.commit({ events: [{ type: "room.updated", branched_from }] }, "now");
  anna.store.command({ type: "members", update: { user_id: "ben", role: "owner" } });
  await room.settle();
  expect(room.view.room).toMatchObject({ user: "ben", branched_from: null });
});

test("[BRANCH1] what is awake by hand stays so in a branch from before it was", async () => {
  const { room, anna } = await table();
  anna.store.command({ type: "pin_lore", entry_id: "lamp", turns: 3 });
  await room.settle();
  anna.store.command({ type: "branch", message_id: room.view.messages[0]?.id ?? "" });
  await room.settle();
  const stored = branchOf(room, anna).log.load();
  const [pin] = stored?.room.lore_pins ?? [];
  expect(stored?.seq).toBeGreaterThanOrEqual(pin?.since ?? END);
});

test("[BRANCH2] asked for by two devices at once it is opened once, and both are told where", async () => {
  const { room, anna } = await table();
  const phone = room.join();
  await room.settle();
  const frame = { type: "branch", ref: "00000000-0000-4000-8000-00000000cafe", message_id: room.view.messages[0]?.id };
  const sockets = room.room.sessions.list().filter(({ facts }) => facts.user_id === "anna");
  await Promise.all(sockets.map(({ socket }) => room.room.runtime.receive(socket.id, JSON.stringify(frame))));
  await room.settle();
  expect([...nacks(anna), ...nacks(phone)]).toEqual([]);
  expect(acks(phone)).toEqual([acks(anna).at(-1)]);
  expect(room.logged).toEqual([]);
});

test("[BRANCH2] a repeat of its ref finds the same room, also where the answer was lost with the room's life", async () => {
  const { room, anna } = await table();
  const message_id = room.view.messages[1]?.id ?? "";
  anna.store.command({ type: "branch", message_id });
  const frame = { type: "branch", ref: "00000000-0000-4000-8000-00000000beef", message_id };
  anna.raw(JSON.stringify(frame));
  anna.raw(JSON.stringify(frame));
  await room.settle();
  expect(room.world.branches.size).toBe(2);
  const first = acks(anna).at(-1);
  expect(acks(anna).at(-2)).toEqual(first);
  room.sql.all("DELETE FROM commands WHERE ref = ?", frame.ref);
  room.kill();
  anna.connect();
  await room.settle();
  anna.raw(JSON.stringify(frame));
  await room.settle();
  expect(acks(anna).at(-1)?.conversation_id).toBe(first?.conversation_id);
  expect(room.world.branches.size).toBe(2);
});

test("[BRANCH3] [BRANCH4] another's branch has none of the whispers, personas and keys of others, and only bots of theirs", async () => {
  const { room, ben, anna } = await table();
  room.world.personas.set("p1", PERSONA);
  room.world.bots.set("bot-1", botCard("bot-1", "Tobias"));
  anna.store.command({ type: "bots", add: ["bot-1"] });
  await room.settle();
  const joined = room.view.bots[1];
  if (joined) room.core.commit({ events: [{ type: "bot.updated", bot: { ...joined, api_key_id: "key" } }] }, "now");
  anna.store.command({ type: "send", text: "as a captain", persona_id: "p1", respond: false });
  await room.settle();
  room.world.bots.delete("bot-0");
  ben.store.command({ type: "branch", message_id: room.view.messages.at(-1)?.id ?? "" });
  await room.settle();
  expect([...nacks(anna), ...nacks(ben)]).toEqual([]);
  const stored = branchOf(room, ben).log.load();
  expect(pathOf(branchOf(room, ben)).map((m) => m.entry)).toEqual([
    "Hello Anna, I am Mara.",
    "@mara, the lamp?",
    "It is lit.",
    "anything else?",
    "as a captain",
  ]);
  expect(pathOf(branchOf(room, ben)).filter((m) => m.persona_id !== null)).toEqual([]);
  const said = new Set(pathOf(branchOf(room, ben)).map((m) => m.id));
  const woke = room.world.seeds.at(-1)?.firings.map((fired) => fired.message_id) ?? [];
  expect([woke.length, woke.filter((id) => !said.has(id))], "nor what woke for a whisper").toEqual([1, []]);
  expect(stored?.bots).toMatchObject([{ bot_id: "bot-1", role: "primary", api_key_id: null }]);
  expect(stored?.room).toMatchObject({ user: "ben", persona_id: null });
  room.world.bots.clear();
  ben.store.command({ type: "branch", message_id: room.view.messages.at(-1)?.id ?? "" });
  await room.settle();
  expect(nacks(ben)).toEqual(["forbidden"]);
});

test("[BRANCH4] the owner's branch has the room's bots, also those that answer nobody now", async () => {
  const { room, anna } = await table();
  room.world.bots.clear();
  anna.store.command({ type: "branch", message_id: room.view.messages.at(-1)?.id ?? "" });
  await room.settle();
  expect(nacks(anna)).toEqual([]);
  expect(branchOf(room, anna).log.load()?.bots).toMatchObject([{ bot_id: "bot-0", name: "Mara" }]);
});

const PERSONA = {
  id: "p1",
  name: "Captain",
  description: "",
  gender: null,
  age: null,
  pronouns: null,
  custom_pronouns: null,
  preferred_topics: [],
  avoid_topics: [],
  custom_instructions: "",
};

test("[BRANCH6] a take of an old message brings what was said after it", async () => {
  const room = new SimRoom({ bots: ["Mara"] });
  const anna = room.join();
  await room.settle();
  anna.store.send("one?");
  await room.reply("first");
  const message_id = room.view.messages.at(-1)?.id ?? "";
  anna.store.send("two?");
  await room.reply("second");
  anna.store.command({ type: "retake", message_id });
  await room.reply("another first");
  const [original, other] = room.core.message(message_id)?.takes ?? [];
  anna.store.command({ type: "choose_take", message_id, take_id: other?.id ?? "" });
  await room.settle();
  room.core.commit({ events: [{ type: "member.joined", member: BEN }] }, "now");
  anna.store.send("@mara, three?");
  await room.reply("third");
  anna.store.command({ type: "choose_take", message_id, take_id: original?.id ?? "" });
  await room.settle();
  expect(
    pathOf(branchOf(room, anna))
      .slice(1)
      .map((m) => m.entry),
  ).toEqual(["one?", "first", "two?", "second"]);
  expect(room.view.messages.slice(1).map((m) => m.entry)).toEqual(["one?", "another first", "@mara, three?", "third"]);
});

test("[BRANCH7] more than one call can carry is refused, and no room is opened", async () => {
  const { room, anna } = await table();
  const first = room.view.messages[0];
  if (!first) throw new Error("no greeting");
  const events = Array.from({ length: 11 }, (_, n) => {
    const message = {
      ...first,
      id: `long-${n}`,
      entry: "x".repeat(500_000),
      takes: [{ ...first.takes[0]!, text: "x".repeat(500_000) }],
    };
    return { type: "message.created" as const, message };
  });
  room.core.commit({ events }, "now");
  anna.raw(JSON.stringify({ type: "branch", ref: "00000000-0000-4000-8000-00000000feed", message_id: "long-10" }));
  await room.settle();
  expect([nacks(anna), room.world.branches.size]).toEqual([["too_large"], 0]);
});

test("[BRANCH7] what is not there or still written is no place to branch, and a refusal changes nothing", async () => {
  const { room, anna } = await table();
  anna.store.command({ type: "branch", message_id: "gone" });
  anna.store.send("@mara?");
  await room.settle();
  room.model.say("Well");
  await room.settle();
  anna.store.command({ type: "branch", message_id: room.view.messages.at(-1)?.id ?? "" });
  await room.settle();
  room.world.reads = "refuse";
  anna.store.command({ type: "branch", message_id: room.view.messages[0]?.id ?? "" });
  await room.settle();
  expect(nacks(anna)).toEqual(["not_found", "conflict", "internal"]);
  expect(room.world.branches.size).toBe(0);
});
