import { expect, test } from "vitest";
import type { RoomMember } from "../../shared/fields/conversation.ts";
import { KnowledgeInput } from "../../shared/fields/knowledge.ts";
import type { SimClient } from "./testing/sim-client.ts";
import { SimRoom } from "./testing/sim-room.ts";

const BEN: RoomMember = { user_id: "ben", name: "Ben", role: "member", joined_at: "", read_up_to: null };
const CARD = { description: "", gender: null, age: null, pronouns: null, custom_pronouns: null };
const PERSONA = { ...CARD, preferred_topics: [], avoid_topics: [], custom_instructions: "" };
/** Whether any frame said it. A failure must not print all frames. */
const heard = (client: SimClient, what: string) => JSON.stringify(client.heard).includes(what);
const entries = (client: SimClient) => client.store.view.value?.messages.map((m) => m.entry);
const nacks = (client: SimClient) => client.heard.flatMap((f) => (f.type === "nack" ? [f.error] : []));

async function table() {
  const room = new SimRoom({ bots: ["Mara"] });
  const anna = room.join();
  await room.settle();
  room.core.commit({ events: [{ type: "member.joined", member: BEN }] }, "now");
  const ben = room.join("ben");
  await room.settle();
  return { room, anna, ben };
}

test("[PEOPLE1] [PEOPLE2] a whisper and its answer are for who spoke it alone, live, in mid-reply and afterwards", async () => {
  const { room, anna, ben } = await table();
  const away = room.join("ben");
  await room.settle();
  away.disconnect();
  anna.store.command({ type: "send", text: "the secret", whisper_to: "bot-0" });
  await room.settle();
  room.model.say("hushed words");
  await room.settle();
  const late = room.join("ben");
  await room.settle();
  room.model.finish();
  await room.settle();
  const message_id = room.view.messages.at(-1)?.id ?? "";
  anna.store.command({ type: "retake", message_id });
  await room.reply("hushed again");
  anna.store.command({ type: "pin", message_id, on: true });
  away.connect();
  const snapshot = room.join("ben");
  await room.settle();
  expect(entries(anna)).toEqual(["Hello Anna, I am Mara.", "the secret", "hushed again"]);
  for (const device of [ben, away, late, snapshot]) {
    expect(["secret", "hushed", message_id].filter((what) => heard(device, what))).toEqual([]);
    expect(entries(device)).toEqual(["Hello Anna, I am Mara."]);
    expect(device.store.view.value?.seq).toBe(room.view.seq);
  }
});

test("[PEOPLE3] a command that names a whisper of others finds nothing", async () => {
  const { room, anna, ben } = await table();
  anna.store.command({ type: "send", text: "the secret", whisper_to: "bot-0" });
  await room.reply("hushed words");
  const { seq } = room.view;
  const message_id = room.view.messages.at(-1)?.id ?? "";
  for (const type of ["retake", "continue", "branch"] as const) ben.store.command({ type, message_id });
  ben.store.command({ type: "react", message_id, emoji: "☕", on: true });
  ben.store.command({ type: "send", text: "what?", reply_to_id: message_id });
  await room.settle();
  expect(nacks(ben).map((n) => [n.code, n.field])).toEqual([
    ...Array.from({ length: 4 }, () => ["not_found", "message_id"]),
    ["not_found", "reply_to_id"],
  ]);
  expect(room.view.seq).toBe(seq);
});

test("[PEOPLE4] [PEOPLE5] personas and keys stay with whose they are", async () => {
  const { room, anna, ben } = await table();
  room.world.personas.set("captain-id", { ...PERSONA, id: "captain-id", name: "Captain" });
  room.world.personas.set("cook-id", { ...PERSONA, id: "cook-id", name: "Cook" });
  anna.store.command({ type: "send", text: "aye", persona_id: "captain-id", respond: false });
  room.world.keys.add("anna:key-id");
  anna.store.command({ type: "set", settings: { api_key_id: "key-id" } });
  anna.store.command({ type: "bots", update: { bot_id: "bot-0", api_key_id: "key-id" } });
  await room.settle();
  ben.store.command({ type: "send", text: "soup", persona_id: "cook-id", respond: false });
  ben.store.command({ type: "send", text: "and bread", respond: false });
  const late = room.join("ben");
  await room.settle();
  expect(room.view.messages.slice(-3).map((m) => [m.author_name, m.persona_id])).toEqual([
    ["Captain", "captain-id"],
    ["Cook", "cook-id"],
    ["ben", null],
  ]);
  expect(room.view.room.persona_id).toBe("captain-id");
  const ids = ["captain-id", "key-id", "cook-id"];
  for (const device of [ben, late]) expect(ids.filter((id) => heard(device, id))).toEqual(["cook-id"]);
  expect(ids.filter((id) => heard(anna, id))).toEqual(["captain-id", "key-id"]);
});

test("[PEOPLE5] what a member asks of bots they ask as themselves, whatever the owner wears", async () => {
  const { room, anna, ben } = await table();
  room.world.personas.set("captain-id", { ...PERSONA, id: "captain-id", name: "Captain" });
  anna.store.command({ type: "set", persona_id: "captain-id", turn_taking: { strategy: "auto" } });
  await room.settle();
  const asked: unknown[] = [];
  const load = room.world.load.bind(room.world);
  room.world.load = async (query) => {
    asked.push([query.askerId, query.personaId]);
    return await load(query);
  };
  ben.store.command({ type: "speak", bot_ids: ["bot-0"] });
  await room.reply("Aye.");
  const message_id = room.view.messages.at(-1)?.id ?? "";
  for (const type of ["retake", "continue"] as const) {
    ben.store.command({ type, message_id });
    await room.reply("Aye, aye.");
  }
  ben.store.command({ type: "queue", auto: true });
  await room.settle();
  expect(room.core.queue.auto).toMatchObject({ asked_by: "ben", persona_id: null });
  expect(asked).toEqual(Array.from({ length: 3 }, () => ["ben", null]));
  anna.store.command({ type: "speak", bot_ids: ["bot-0"] });
  await room.reply("Captain.");
  expect(asked.at(-1)).toEqual(["anna", "captain-id"]);
});

test("[PEOPLE6] bots call whoever asked what that person wants to be called", async () => {
  const { room, ben } = await table();
  const asked: string[] = [];
  const load = room.world.load.bind(room.world);
  room.world.load = async (query) => {
    asked.push(query.askerId);
    return await load(query);
  };
  ben.store.send("@mara?");
  await room.reply("Aye.");
  expect(asked).toEqual(["ben"]);
});

test("[PEOPLE11] bots know one person from another, by what each wants to be called", async () => {
  const { room, anna, ben } = await table();
  room.core.commit({ events: [{ type: "member.joined", member: { ...BEN, user_id: "cleo", name: "Cleo" } }] }, "now");
  const cleo = room.join("cleo");
  await room.settle();
  /** Who said what, as the model is told. */
  const told = () =>
    room.model.requests.at(-1)?.messages.flatMap(({ content }) => content.match(/^.+: word .$/)?.[0] ?? []);
  anna.store.command({ type: "send", text: "word a", respond: false });
  ben.store.command({ type: "send", text: "word b", respond: false });
  await room.settle();
  cleo.store.send("@Mara, who are we?");
  await room.reply("Three.");
  expect(told()).toEqual(["Anna: word a", "Guest: word b"]);
  expect(room.model.requests.at(-1)?.scene.userName).toBe("Guest 2");
  room.world.nicknames["ben"] = "Anna";
  anna.store.send("@Mara, and now?");
  await room.reply("Still three.");
  expect(told()).toEqual(["Anna: word a", "Anna 2: word b"]);
});

test("[CMD2] a ref is its sender's own: another's command under it is another command", async () => {
  const { room, anna, ben } = await table();
  const ref = "44444444-4444-4444-8444-444444444444";
  anna.raw(JSON.stringify({ type: "send", ref, text: "mine", respond: false }));
  await room.settle();
  ben.raw(JSON.stringify({ type: "send", ref, text: "mine too", respond: false }));
  await room.settle();
  expect(nacks(ben)).toEqual([]);
  expect(room.view.messages.slice(1).map((m) => [m.user, m.entry])).toEqual([
    ["anna", "mine"],
    ["ben", "mine too"],
  ]);
});

test("[WHY5] live rows are told to each as far as they may read the lore", async () => {
  const { room, anna, ben } = await table();
  const lamp = KnowledgeInput.parse({
    entry: "The lamp is lit.",
    knowledge_collection: "tome",
    activation_settings: { primary_keys: [{ keyword: "lamp" }] },
  });
  room.world.entries = [{ ...lamp, id: "lamp", title: "lamp" }];
  room.world.loreVersion = "2";
  room.world.kept.add("ben");
  anna.store.send("@Mara, the lamp?");
  await room.settle();
  const told = (client: SimClient) =>
    client.heard.flatMap((f) => (f.type === "activation" ? [[f.rows.map((r) => r.entry_title), f.not_yours]] : []));
  expect([told(anna), told(ben)]).toEqual([[[["lamp"], 0]], [[[], 1]]]);
});
