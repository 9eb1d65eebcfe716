import { expect, test } from "vitest";
import type { RoomMember } from "../../shared/fields/conversation.ts";
import { KnowledgeInput } from "../../shared/fields/knowledge.ts";
import type { SimClient } from "./testing/sim-client.ts";
import { SimRoom } from "./testing/sim-room.ts";

const BEN: RoomMember = { user_id: "ben", name: "Ben", role: "member", joined_at: "", read_up_to: null };

const idOf = (room: SimRoom, entry: string) => room.view.messages.find((m) => m.entry === entry)?.id ?? "";
const threadOf = (room: SimRoom, entry: string) => room.view.messages.find((m) => m.entry === entry)?.message_thread;
const nacks = (client: SimClient) => client.heard.flatMap((f) => (f.type === "nack" ? [f.error] : []));
/** What the model was given last to read of the talk. */
const read = (room: SimRoom) => JSON.stringify(room.model.requests.at(-1)?.messages.map((m) => m.content));

/** A room with one exchange, and a thread on what Anna asked. */
async function table() {
  const room = new SimRoom({ bots: ["Mara"] });
  const desk = room.join();
  await room.settle();
  desk.store.send("the question");
  await room.reply("the answer");
  const thread_id = idOf(room, "the question");
  const aside = (text: string) => desk.store.command({ type: "send", text, thread_id });
  return { room, desk, thread_id, aside };
}

test("[THREAD1] what is said in a thread is answered there, and its first message says how many and who last", async () => {
  const { room, aside, thread_id } = await table();
  expect(threadOf(room, "the question")).not.toHaveProperty("replies");
  aside("in the thread");
  await room.settle();
  expect(threadOf(room, "the question")).toMatchObject({ is_thread_parent: true, replies: 2 });
  await room.reply("answered there");
  expect(threadOf(room, "answered there")).toMatchObject({ thread_id, thread_depth: 1 });
  expect(threadOf(room, "the question")).toMatchObject({ replies: 2, last_reply: { author_name: "Mara" } });
  room.clients[0]?.store.command({ type: "delete", message_id: idOf(room, "answered there") });
  await room.settle();
  expect(threadOf(room, "the question")).toMatchObject({ replies: 1, last_reply: { author_name: "anna" } });
  await room.drain();
  const d1 = [...room.world.rows.values()].find((row) => row.kind === "message" && row.key === thread_id);
  expect(JSON.parse(d1?.payload ?? "").message_thread).toMatchObject({ replies: 1 });
  room.kill();
  expect(threadOf(room, "the question")).toMatchObject({ replies: 1 });
});

test("[THREAD2] a bot in a thread reads the room up to where it starts and then the thread; the room reads nothing of it", async () => {
  const { room, desk, aside } = await table();
  aside("in the thread");
  await room.settle();
  expect(read(room)).toContain("the question");
  expect(read(room)).toContain("in the thread");
  expect(read(room)).not.toContain("the answer");
  await room.reply("answered there");
  desk.store.send("back in the room");
  await room.settle();
  expect(read(room)).toContain("the answer");
  expect(read(room)).not.toContain("in the thread");
  expect(read(room)).not.toContain("answered there");
});

test("[THREAD2] lore that woke in a thread rests there alone", async () => {
  const { room, desk, aside } = await table();
  const parsed = KnowledgeInput.parse({
    entry: "About the lamp.",
    knowledge_collection: "tome",
    activation_settings: { primary_keys: [{ keyword: "lamp" }] },
    advanced_activation: { cooldown: 5 },
  });
  room.world.entries = [{ ...parsed, id: "lamp", title: "lamp" }];
  room.world.loreVersion = "2";
  const before = room.core.store.messages.measure(9e9);
  aside("the lamp");
  await room.settle();
  expect(read(room)).toContain("About the lamp.");
  await room.reply("lit");
  expect(room.core.store.messages.measure(9e9)).toEqual(before);
  desk.store.send("the lamp");
  await room.settle();
  expect(read(room)).toContain("About the lamp.");
});

test("[THREAD3] threads start in the room, at what everyone reads, and hold no whispers", async () => {
  const { room, desk, thread_id } = await table();
  desk.store.command({ type: "send", text: "one", thread_id, respond: false });
  await room.settle();
  desk.store.command({ type: "send", text: "two", thread_id: idOf(room, "one") });
  desk.store.command({ type: "send", text: "three", thread_id, whisper_to: "bot-0" });
  desk.store.command({ type: "send", text: "four", thread_id: "nowhere" });
  await room.advance(1_000);
  expect(nacks(desk).map((e) => [e.code, e.field])).toEqual([
    ["invalid", "thread_id"],
    ["invalid", "whisper_to"],
    ["not_found", "thread_id"],
  ]);
});

test("[THREAD4] who deletes the first message deletes the thread, which is the owner's where others spoke in it", async () => {
  const { room, desk } = await table();
  room.core.commit({ events: [{ type: "member.joined", member: BEN }] }, "now");
  const ben = room.join("ben");
  await room.settle();
  ben.store.send("mine", { respond: false });
  await room.settle();
  const thread_id = idOf(room, "mine");
  desk.store.command({ type: "send", text: "theirs", thread_id, respond: false });
  await room.settle();
  ben.store.command({ type: "delete", message_id: thread_id });
  await room.settle();
  expect(nacks(ben)).toMatchObject([{ code: "forbidden" }]);
  desk.store.command({ type: "send", text: "@Mara and you?", thread_id });
  await room.settle();
  room.model.say("I");
  await room.settle();
  desk.store.command({ type: "delete", message_id: thread_id });
  await room.settle();
  expect(room.view.messages.filter((m) => m.message_thread.thread_id === thread_id)).toEqual([]);
  expect(room.core.queue.turns).toEqual([]);
  await room.drain();
  const d1 = [...room.world.rows.values()].filter((row) => row.kind === "message").map((row) => row.payload);
  expect(d1.join()).not.toContain("theirs");
});

test("[THREAD5] a thread goes with its message to another path and back; one of what stays, stays", async () => {
  const { room, desk, thread_id } = await table();
  desk.store.command({ type: "send", text: "on the question", thread_id, respond: false });
  desk.store.command({ type: "send", text: "on the answer", thread_id: idOf(room, "the answer"), respond: false });
  await room.settle();
  desk.store.command({ type: "edit", message_id: thread_id, text: "asked anew", respond: true });
  await room.reply("another answer");
  const texts = () => room.view.messages.map((m) => m.entry);
  expect(texts()).toEqual(["Hello Anna, I am Mara.", "asked anew", "on the question", "another answer"]);
  const take_id = room.core.message(thread_id)?.takes.find((t) => t.text === "the question")?.id ?? "";
  desk.store.command({ type: "choose_take", message_id: thread_id, take_id });
  await room.settle();
  expect(texts()).toEqual(["Hello Anna, I am Mara.", "the question", "the answer", "on the question", "on the answer"]);
  expect(threadOf(room, "the answer")).toMatchObject({ replies: 1 });
});

test("[THREAD5] in a thread only the last message takes another path", async () => {
  const { room, desk, aside, thread_id } = await table();
  aside("first");
  await room.reply("one");
  const message_id = idOf(room, "one");
  desk.store.command({ type: "retake", message_id });
  await room.reply("other");
  expect(threadOf(room, "other")).toMatchObject({ thread_id });
  aside("second");
  await room.reply("two");
  const take_id = room.core.message(message_id)?.takes.find((t) => t.text === "one")?.id ?? "";
  desk.store.command({ type: "choose_take", message_id, take_id });
  desk.store.command({ type: "branch", message_id });
  await room.advance(500);
  expect(nacks(desk)).toMatchObject([{ code: "conflict" }, { code: "invalid" }]);
});

test("[THREAD6] a branch brings the threads of its path along", async () => {
  const { room, desk, thread_id } = await table();
  desk.store.command({ type: "send", text: "aside", thread_id, respond: false });
  desk.store.send("later", { respond: false });
  await room.settle();
  desk.store.command({ type: "branch", message_id: idOf(room, "later") });
  await room.settle();
  const [store] = room.world.branches.values();
  const rows = store?.messages.newest(10).messages ?? [];
  const start = rows.find((m) => m.entry === "the question");
  expect(start?.message_thread).toMatchObject({ is_thread_parent: true, replies: 1 });
  expect(rows.find((m) => m.entry === "aside")?.message_thread.thread_id).toBe(start?.id);
});

test("[READ6] a thread is read apart, and nobody is told how far", async () => {
  const { room, desk, aside, thread_id } = await table();
  const mark = (entry: string) => desk.raw(JSON.stringify({ type: "read", message_id: idOf(room, entry) }));
  aside("in the thread");
  await room.reply("answered there");
  expect(room.core.unreadOf("anna")).toEqual({ unread: 3, threads: { [thread_id]: 1 } });
  mark("the answer");
  await room.settle();
  expect(room.core.unreadOf("anna")).toEqual({ unread: 1, threads: { [thread_id]: 1 } });
  const { seq } = room.view;
  mark("answered there");
  await room.settle();
  expect(room.core.unreadOf("anna")).toEqual({ unread: 0, threads: {} });
  expect(room.view.seq).toBe(seq);
  expect(desk.heard.at(-1)).toEqual({ type: "unread", unread: 0, threads: {} });
});
