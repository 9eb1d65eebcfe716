import { describe, expect, test } from "vitest";
import type { RoomMember } from "../../../shared/fields/conversation.ts";
import { KnowledgeInput } from "../../../shared/fields/knowledge.ts";
import type { SimClient } from "../testing/sim-client.ts";
import { SimRoom } from "../testing/sim-room.ts";

const nacks = (client: SimClient) => client.heard.flatMap((f) => (f.type === "nack" ? [f.error] : []));
const messages = (client: SimClient) => client.store.view.value?.messages ?? [];
const entries = (client: SimClient) => messages(client).map((m) => m.entry);
const last = (client: SimClient) => messages(client).at(-1);
const idOf = (client: SimClient, entry: string) => messages(client).find((m) => m.entry === entry)?.id ?? "";
const d1 = (room: SimRoom) =>
  [...room.world.rows.values()]
    .filter((row) => row.kind === "message")
    .map((row) => JSON.parse(row.payload))
    .sort((a, b) => a.seq - b.seq);

async function table(names = ["Barista"]) {
  const room = new SimRoom({ bots: names });
  const desk = room.join();
  await room.settle();
  return { room, desk };
}

/** Anna's room with Ben in it. */
async function shared() {
  const { room, desk } = await table();
  const member: RoomMember = { user_id: "ben", name: "Ben", role: "member", joined_at: "", read_up_to: null };
  room.core.commit({ events: [{ type: "member.joined", member }] }, "now");
  const ben = room.join("ben");
  await room.settle();
  desk.connect();
  await room.settle();
  return { room, desk, ben };
}

async function said(room: SimRoom, client: SimClient, text: string): Promise<string> {
  client.store.send(text, { respond: false });
  await room.settle();
  return idOf(client, text);
}

function lamp(room: SimRoom, extra: object = {}) {
  const parsed = KnowledgeInput.parse({
    entry: "The lamp is lit.",
    knowledge_collection: "tome",
    activation_settings: { primary_keys: [{ keyword: "lamp" }] },
    advanced_activation: extra,
  });
  room.world.entries = [{ ...parsed, id: "lamp", title: "lamp" }];
  room.world.loreVersion = "2";
}

describe("edit", () => {
  test("[CMD32] changes one's own words and keeps the earlier ones", async () => {
    const { room, desk } = await table();
    const message_id = await said(room, desk, "helo");
    desk.store.command({ type: "edit", message_id, text: "hello", rev: 1 });
    await room.settle();
    expect(last(desk)).toMatchObject({
      id: message_id,
      entry: "hello",
      rev: 2,
      message_status: { is_edited: true, edit_history: [{ previous_content: "helo", edit_reason: null }] },
    });
    expect(last(desk)?.message_status.edit_history[0]?.edited_at).toBe(last(desk)?.message_status.edited_at);
    await room.drain();
    expect(d1(room).at(-1)).toMatchObject({ entry: "hello", message_status: { is_edited: true } });
  });

  test("[CMD32] changes who said it, to a persona and back", async () => {
    const { room, desk } = await table();
    const card = { description: "", gender: null, age: null, pronouns: null, custom_pronouns: null };
    const rest = { preferred_topics: [], avoid_topics: [], custom_instructions: "" };
    room.world.personas.set("keeper", { id: "keeper", name: "Keeper", ...card, ...rest });
    const message_id = await said(room, desk, "the lamp is lit");
    desk.store.command({ type: "edit", message_id, persona_id: "keeper" });
    await room.settle();
    expect(last(desk)).toMatchObject({ author_name: "Keeper", persona_id: "keeper", entry: "the lamp is lit" });
    expect(last(desk)?.message_status.is_edited).toBe(false);
    desk.store.command({ type: "edit", message_id, persona_id: null });
    desk.store.command({ type: "edit", message_id, persona_id: "nobody" });
    await room.settle();
    expect(last(desk)).toMatchObject({ author_name: "Anna", persona_id: null });
    expect(nacks(desk)).toMatchObject([{ code: "not_found", field: "persona_id" }]);
  });

  test("[CMD32] nobody is given words: not even by the owner", async () => {
    const { room, desk, ben } = await shared();
    const message_id = await said(room, ben, "I like tea");
    desk.store.command({ type: "edit", message_id, text: "I like coffee" });
    await room.settle();
    expect(nacks(desk)).toMatchObject([{ code: "forbidden" }]);
    expect(entries(ben)).toContain("I like tea");
  });

  test("[CMD33] of a bot's message is a take of its own; the original stays, with its lore", async () => {
    const { room, desk, ben } = await shared();
    lamp(room);
    desk.store.send("@barista the lamp?");
    await room.reply("It is lid.");
    const { id: message_id = "" } = last(desk) ?? {};
    ben.store.command({ type: "edit", message_id, text: "no" });
    await room.settle();
    expect(nacks(ben)).toMatchObject([{ code: "forbidden" }]);
    const before = room.core.counters;
    const ledger = room.core.store.turns.ledger(99);
    desk.store.command({ type: "edit", message_id, text: "It is lit." });
    await room.settle();
    expect(last(desk)).toMatchObject({
      entry: "It is lit.",
      length: 10,
      streaming: false,
      takes: [
        { text: "It is lid.", state: "done" },
        { text: "It is lit.", edited: { by: "anna" } },
      ],
      message_status: { is_edited: true, edit_history: [{ previous_content: "It is lid." }] },
    });
    expect(last(desk)?.current_take_id).toBe(last(desk)?.takes[1]?.id);
    expect(ledger).toMatchObject([{ entryId: "lamp" }]);
    expect(room.core.store.turns.ledger(99)).toEqual(ledger);
    expect(room.core.explanation("trace", message_id)).toContain("lamp");
    expect(room.core.counters.total_tokens).toBe(before.total_tokens);
  });

  test("[CMD34] a stale rev, a running reply and a message that is gone are refused; nothing happens", async () => {
    const { room, desk } = await table();
    const message_id = await said(room, desk, "one");
    desk.store.command({ type: "edit", message_id, text: "two", rev: 1 });
    desk.store.command({ type: "edit", message_id, text: "three", rev: 1 });
    desk.store.command({ type: "edit", message_id: "gone", text: "three" });
    desk.store.send("and you?");
    await room.settle();
    desk.store.command({ type: "edit", message_id: last(desk)?.id ?? "", text: "I" });
    await room.settle();
    expect(nacks(desk)).toMatchObject([
      { code: "conflict", field: "rev" },
      { code: "not_found", field: "message_id" },
      { code: "conflict", field: "message_id" },
    ]);
    expect(entries(desk)).toEqual(["Hello Anna, I am Barista.", "two", "and you?", ""]);
  });

  test("[CMD34] a message edited until its row is full is refused, and stays as it was", async () => {
    const { room, desk } = await table();
    const message_id = await said(room, desk, "x");
    for (let i = 0; i < 40; i++) {
      desk.store.command({ type: "edit", message_id, text: `${i} ${"x".repeat(15_900)}` });
      await room.advance(1_000);
    }
    expect(new Set(nacks(desk).map((n) => n.code))).toEqual(new Set(["too_large"]));
    expect(JSON.stringify(last(desk)).length).toBeLessThan(451_000);
  });

  test("[CMD43] with respond it asks the bots again, the one it names now", async () => {
    const { room, desk } = await table(["Mara", "Tobias"]);
    desk.store.command({ type: "set", turn_taking: { strategy: "asked" } });
    const message_id = await said(room, desk, "@Mara, well?");
    desk.store.command({ type: "edit", message_id, text: "@Tobias, well?", respond: true });
    await room.settle();
    expect(desk.store.queue.value).toMatchObject([{ bot_id: "bot-1", reason: { code: "mentioned", by: "anna" } }]);
    expect(JSON.stringify(room.model.requests[0]?.messages)).toContain("@Tobias, well?");
    expect(JSON.stringify(room.model.requests[0]?.messages)).not.toContain("@Mara, well?");
  });
});

describe("delete, hide and clear", () => {
  test("[CMD35] deleting takes a message's tokens and lore back, here and in D1", async () => {
    const { room, desk } = await table();
    lamp(room, { cooldown: 3 });
    await room.drain();
    const { last_activity: _a, rev: _r, ...before } = room.core.counters;
    desk.store.send("the lamp?");
    await room.reply("It is lit.");
    expect(room.core.store.turns.ledger(99)).toHaveLength(1);
    for (const entry of ["It is lit.", "the lamp?"])
      desk.store.command({ type: "delete", message_id: idOf(desk, entry) });
    await room.drain();
    expect(entries(desk)).toEqual(["Hello Anna, I am Barista."]);
    expect(room.core.counters).toMatchObject(before);
    expect(room.core.store.turns.ledger(99)).toEqual([]);
    expect(d1(room)).toHaveLength(1);
    desk.store.send("the lamp?");
    await room.settle();
    expect(last(desk)?.activation).toMatchObject({ included: 1, held_back: 0 });
  });

  test("[CMD35] a reply deleted while it runs ends, and the next bot starts", async () => {
    const { room, desk } = await table(["Mara", "Tobias"]);
    desk.store.command({ type: "speak", bot_ids: ["bot-0", "bot-1"] });
    await room.settle();
    room.model.say("I was ab");
    await room.settle();
    desk.store.command({ type: "delete", message_id: last(desk)?.id ?? "" });
    await room.settle();
    expect(entries(desk)).toEqual(["Hello Anna, I am Mara.", ""]);
    expect(desk.store.queue.value).toMatchObject([{ bot_id: "bot-1", state: "thinking" }]);
    expect(room.core.store.turns.generations()).toHaveLength(1);
    await room.reply("me");
    expect(entries(desk)).toEqual(["Hello Anna, I am Mara.", "me"]);
  });

  test("[CMD35] a turn that waits to extend a message goes with it", async () => {
    const { room, desk } = await table(["Mara", "Tobias"]);
    const greeting = last(desk)?.id ?? "";
    desk.store.command({ type: "speak", bot_ids: ["bot-1"] });
    desk.store.command({ type: "continue", message_id: greeting });
    desk.store.command({ type: "delete", message_id: greeting });
    await room.settle();
    expect(desk.store.queue.value.map((t) => t.bot_id)).toEqual(["bot-1"]);
  });

  test("[CMD36] a member manages their own messages and nobody else's; the owner all", async () => {
    const { room, desk, ben } = await shared();
    const [annas, bens] = [await said(room, desk, "anna's"), await said(room, ben, "ben's")];
    for (const message_id of [annas, idOf(ben, "Hello Anna, I am Barista.")]) {
      ben.store.command({ type: "delete", message_id });
      ben.store.command({ type: "hide", message_id });
      ben.store.command({ type: "pin", message_id, on: true });
    }
    ben.store.command({ type: "hide", message_id: bens });
    desk.store.command({ type: "pin", message_id: bens, on: true });
    await room.settle();
    expect(nacks(ben).map((n) => n.code)).toEqual(Array(6).fill("forbidden"));
    expect(last(desk)).toMatchObject({ entry: "ben's", hidden: true, pinned: true });
    desk.store.command({ type: "delete", message_id: bens });
    await room.settle();
    expect(entries(ben)).not.toContain("ben's");
  });

  test("[CMD37] [CMD38] a hidden message stays for people and leaves prompts and L, until it is shown again", async () => {
    const { room, desk } = await table();
    const message_id = await said(room, desk, "the code is 4711");
    const measured = room.core.store.messages.measure(99);
    desk.store.command({ type: "hide", message_id });
    await room.settle();
    expect(last(desk)).toMatchObject({ entry: "the code is 4711", hidden: true });
    expect(room.core.store.messages.measure(99)).toEqual({ length: measured.length - 1, round: 0 });
    desk.store.send("well?");
    await room.reply("Well.");
    desk.store.command({ type: "hide", message_id, hidden: false });
    desk.store.send("and now?");
    await room.settle();
    const prompts = room.model.requests.map((r) => JSON.stringify(r.messages).includes("4711"));
    expect(prompts).toEqual([false, true]);
    expect(room.core.store.messages.measure(99)).toEqual({ length: 5, round: 3 });
  });

  test("[CMD42] [OUT8] clearing leaves the room with nothing said, here and in D1", async () => {
    const { room, desk } = await table(["Mara", "Tobias"]);
    desk.store.send("one", { respond: false });
    await room.drain();
    desk.store.send("never in D1", { respond: false });
    desk.store.command({ type: "speak", bot_ids: ["bot-0", "bot-1"] });
    await room.settle();
    desk.store.command({ type: "clear" });
    desk.store.send("a new start", { respond: false });
    await room.settle();
    expect(entries(desk)).toEqual(["a new start"]);
    expect(desk.store.queue.value).toEqual([]);
    expect(room.model.isAsked).toBe(false);
    expect(room.core.counters).toMatchObject({ total_messages: 1, total_tokens: 0 });
    expect(room.core.store.messages.measure(99)).toEqual({ length: 1, round: 1 });
    await room.drain();
    expect(d1(room).map((m) => m.entry)).toEqual(["a new start"]);
    expect(room.world.arrivals.some((r) => r.payload.includes("never in D1"))).toBe(false);
    room.evict();
    expect(room.view).toEqual(desk.store.view.value);
  });

  test("[CMD42] clearing is the owner's", async () => {
    const { room, ben } = await shared();
    ben.store.command({ type: "clear" });
    await room.settle();
    expect(nacks(ben)).toMatchObject([{ code: "forbidden" }]);
    expect(entries(ben)).toHaveLength(1);
  });

  test("[CMD35] where much is deleted, who comes new still gets the newest page", async () => {
    const { room, desk } = await table();
    for (let i = 0; i < 120; i++) {
      desk.store.send(`message ${i}`, { respond: false });
      await room.advance(100);
    }
    for (let i = 60; i < 120; i++) {
      desk.store.command({ type: "delete", message_id: idOf(desk, `message ${i}`) });
      await room.advance(500);
    }
    const phone = room.join();
    await room.settle();
    expect([messages(phone).length, last(phone)?.entry]).toEqual([50, "message 59"]);
  });
});

describe("marks", () => {
  test("[CMD39] everyone reacts for themselves, once an emoji, and takes back only their own", async () => {
    const { room, desk, ben } = await shared();
    const message_id = await said(room, desk, "cake?");
    for (const client of [desk, ben, ben]) client.store.command({ type: "react", message_id, emoji: "🍰", on: true });
    await room.settle();
    expect(last(desk)?.message_content.reactions).toEqual({ "🍰": ["anna", "ben"] });
    const { rev } = last(desk) ?? {};
    ben.store.command({ type: "react", message_id, emoji: "☕", on: false });
    ben.store.command({ type: "react", message_id, emoji: "__proto__", on: false });
    ben.store.command({ type: "react", message_id, emoji: "🍰", on: false });
    await room.settle();
    expect(last(desk)).toMatchObject({ message_content: { reactions: { "🍰": ["anna"] } }, rev: (rev ?? 0) + 1 });
    desk.store.command({ type: "react", message_id, emoji: "🍰", on: false });
    await room.settle();
    expect(last(ben)?.message_content.reactions).toEqual({});
  });

  test("[CMD40] the forty-first reaction is refused, another vote for one of them is not", async () => {
    const { room, desk, ben } = await shared();
    const message_id = await said(room, desk, "cake?");
    for (let i = 0; i <= 40; i++) {
      desk.store.command({ type: "react", message_id, emoji: `e${i}`, on: true });
      await room.advance(200);
    }
    ben.store.command({ type: "react", message_id, emoji: "e0", on: true });
    await room.settle();
    expect(nacks(desk)).toMatchObject([{ code: "too_large", field: "emoji" }]);
    expect(last(ben)?.message_content.reactions["e0"]).toEqual(["anna", "ben"]);
  });

  test("[CMD41] a pin and a reaction are no activity, and reach D1", async () => {
    const { room, desk } = await table();
    const message_id = await said(room, desk, "remember this");
    const before = last(desk);
    const { last_activity } = room.core.counters;
    await room.advance(60_000);
    desk.store.command({ type: "pin", message_id, on: true });
    desk.store.command({ type: "pin", message_id, on: true });
    desk.store.command({ type: "react", message_id, emoji: "📌", on: true });
    await room.drain();
    expect(last(desk)).toMatchObject({ pinned: true, rev: 3, modified_timestamp: before?.modified_timestamp });
    expect(room.core.counters.last_activity).toBe(last_activity);
    expect(d1(room).at(-1)).toMatchObject({ pinned: true, message_content: { reactions: { "📌": ["anna"] } } });
  });
});
