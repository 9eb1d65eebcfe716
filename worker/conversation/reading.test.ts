import { describe, expect, test } from "vitest";
import type { RoomMember } from "../../shared/fields/conversation.ts";
import { passOn } from "./pass-on.ts";
import type { SimClient } from "./testing/sim-client.ts";
import { SimRoom } from "./testing/sim-room.ts";

const BEN: RoomMember = { user_id: "ben", name: "Ben", role: "member", joined_at: "", read_up_to: null };

const mark = (client: SimClient, type: "read" | "unread", message_id: string | undefined) =>
  client.raw(JSON.stringify({ type, message_id }));
const idOf = (room: SimRoom, entry: string) => room.view.messages.find((m) => m.entry === entry)?.id;
const unread = (room: SimRoom, userId: string) => room.core.unreadOf(userId).unread;
/** What this device shows. */
const shown = (client: SimClient) => client.store.reading.unread.value?.unread;
/** How often it had to be told. */
const timesTold = (client: SimClient) => client.heard.filter((f) => f.type === "unread").length;
/** What D1 has of everyone. */
function projected(room: SimRoom): Record<string, number> {
  const rows = [...room.world.rows.values()].filter((row) => row.kind === "conversation");
  const members: { user_id: string; unread: number }[] = JSON.parse(rows.at(-1)?.payload ?? "{}").members;
  return Object.fromEntries(members.map((m) => [m.user_id, m.unread]));
}

/** Anna on two devices, and Ben, who came when the greeting was said already. */
async function table() {
  const room = new SimRoom({ bots: ["Mara"] });
  const [desk, phone] = [room.join(), room.join()];
  await room.settle();
  room.core.commit({ events: [{ type: "member.joined", member: BEN }] }, "now");
  const ben = room.join("ben");
  await room.settle();
  return { room, desk, phone, ben };
}
async function say(room: SimRoom, client: SimClient, ...texts: string[]): Promise<void> {
  for (const text of texts) client.store.send(text, { respond: false });
  await room.advance(2_000);
}

describe("what is unread", () => {
  test("[READ1] counts finished messages of others after the mark; whoever comes later begins at nothing", async () => {
    const { room, desk, ben } = await table();
    expect([unread(room, "anna"), unread(room, "ben")], "the greeting was there before Ben").toEqual([1, 0]);
    await say(room, ben, "one", "two");
    expect([unread(room, "anna"), unread(room, "ben")]).toEqual([3, 0]);
    desk.store.send("@Mara hello");
    await room.settle();
    room.model.say("Hel");
    await room.settle();
    expect(unread(room, "ben"), "a reply is no news before it is finished").toBe(1);
    room.model.say("lo.");
    room.model.finish();
    await room.settle();
    expect([unread(room, "anna"), unread(room, "ben")]).toEqual([4, 2]);
  });

  test("[READ1] whispers of others and hidden messages are nobody's news, asides are everybody's", async () => {
    const { room, desk } = await table();
    desk.store.command({ type: "send", text: "the secret", whisper_to: "bot-0" });
    await room.settle();
    expect(unread(room, "ben"), "also while it is answered").toBe(0);
    await room.reply("hushed");
    expect([unread(room, "anna"), unread(room, "ben")]).toEqual([2, 0]);
    desk.store.send("for people", { aside: true });
    await room.settle();
    expect(unread(room, "ben")).toBe(1);
    desk.store.command({ type: "hide", message_id: idOf(room, "for people") ?? "" });
    await room.settle();
    expect(unread(room, "ben")).toBe(0);
  });

  test("[READ2] a mark holds whatever becomes of its message, on every path", async () => {
    const { room, desk, ben } = await table();
    await say(room, ben, "one", "two", "three");
    mark(desk, "read", idOf(room, "two"));
    await room.settle();
    expect(unread(room, "anna")).toBe(1);
    ben.store.command({ type: "delete", message_id: idOf(room, "two") ?? "" });
    await room.settle();
    expect(unread(room, "anna"), "what was read stays read").toBe(1);
    mark(desk, "read", idOf(room, "one"));
    await room.settle();
    expect(unread(room, "anna"), "and goes no way back").toBe(1);
    desk.store.command({ type: "clear" });
    await room.settle();
    expect(unread(room, "anna")).toBe(0);
  });

  test("[READ2] what is read on another path stays read there", async () => {
    const room = new SimRoom({ bots: ["Mara"] });
    const desk = room.join();
    await room.settle();
    desk.store.send("first");
    await room.reply("answer");
    mark(desk, "read", idOf(room, "answer"));
    await room.settle();
    const message_id = idOf(room, "first") ?? "";
    desk.store.command({ type: "edit", message_id, text: "in other words", respond: true });
    await room.reply("other answer");
    expect(unread(room, "anna")).toBe(1);
    const take_id = room.core.message(message_id)?.takes.find((t) => t.text === "first")?.id ?? "";
    desk.store.command({ type: "choose_take", message_id, take_id });
    await room.settle();
    expect(room.view.messages.map((m) => m.entry)).toContain("answer");
    expect(unread(room, "anna")).toBe(0);
  });

  test("[READ3] every device of a person is told when the number changes, the others never; D1 and a welcome say the same", async () => {
    const { room, desk, phone, ben } = await table();
    await say(room, ben, ...Array.from({ length: 12 }, (_, at) => `m${at + 1}`));
    mark(phone, "read", idOf(room, "m7"));
    await room.settle();
    phone.disconnect();
    expect([shown(desk), shown(phone), shown(ben)]).toEqual([5, 5, 0]);
    const count = timesTold(desk);
    ben.store.command({ type: "react", message_id: idOf(room, "m3") ?? "", emoji: "☕", on: true });
    desk.store.command({ type: "pin", message_id: idOf(room, "m9") ?? "", on: true });
    await room.settle();
    expect(timesTold(desk), "marks on a message are no news").toBe(count);
    mark(desk, "unread", idOf(room, "m10"));
    await room.settle();
    expect(shown(desk), "a mark further back is not moved forward").toBe(5);
    phone.connect();
    await room.drain();
    expect(shown(phone)).toBe(5);
    expect(projected(room)).toEqual({ anna: 5, ben: 0 });
    room.evict();
    expect(unread(room, "anna")).toBe(5);
    room.kill();
    expect(unread(room, "anna")).toBe(5);
  });

  test("[READ7] devices count what only comes, and are told every other change, each once", async () => {
    const { room, desk, phone, ben } = await table();
    await say(room, ben, "one");
    const before = timesTold(desk);
    await say(room, ben, "two", "three", "four");
    expect([shown(desk), shown(ben), timesTold(desk) - before], "nobody was told").toEqual([5, 0, 0]);
    ben.store.command({ type: "delete", message_id: idOf(room, "two") ?? "" });
    await room.settle();
    expect([shown(desk), timesTold(desk) - before]).toEqual([4, 1]);
    const thread_id = idOf(room, "one") ?? "";
    ben.store.command({ type: "send", text: "aside of it", thread_id, respond: false });
    await room.settle();
    expect([shown(desk), desk.store.reading.unread.value?.threads]).toEqual([5, { [thread_id]: 1 }]);
    phone.disconnect();
    desk.disconnect();
    await say(room, ben, "five");
    phone.connect();
    await room.settle();
    ben.store.command({ type: "delete", message_id: idOf(room, "five") ?? "" });
    await room.settle();
    expect([shown(phone), unread(room, "anna")], "what it was told before it was away is no longer so").toEqual([5, 5]);
  });

  test("[READ3] what could not be stored was not counted", async () => {
    const { room, ben } = await table();
    await say(room, ben, "one");
    const message = room.view.messages.at(-1);
    if (!message) throw new Error("nothing was said");
    const also = () => {
      throw new Error("the disk is full");
    };
    const events = [{ type: "message.created" as const, message: { ...message, id: "lost" } }];
    expect(() => room.core.commit({ events, also }, "now")).toThrow("full");
    expect([unread(room, "anna"), room.core.message("lost")]).toEqual([2, null]);
  });

  test("[READ4] only unread moves a mark back, to what stands before it for that person", async () => {
    const { room, desk, ben } = await table();
    await say(room, ben, "one", "two", "three");
    ben.store.command({ type: "send", text: "psst", whisper_to: "bot-0" });
    await room.reply("hush");
    await say(room, ben, "four");
    mark(desk, "read", idOf(room, "four"));
    mark(desk, "unread", idOf(room, "four"));
    await room.settle();
    expect(unread(room, "anna")).toBe(1);
    expect(desk.store.view.value?.members[0]?.read_up_to, "no whisper of others").toBe(idOf(room, "three"));
    mark(desk, "unread", room.view.messages[0]?.id);
    await room.settle();
    expect(unread(room, "anna")).toBe(5);
    expect(desk.store.view.value?.members[0]?.read_up_to).toBeNull();
    mark(desk, "unread", idOf(room, "psst"));
    mark(desk, "unread", "nowhere");
    await room.settle();
    expect(unread(room, "anna")).toBe(5);
  });

  test("[READ5] an heir who is here has read what either had", async () => {
    const { room, desk, ben } = await table();
    await say(room, desk, "one", "two");
    mark(ben, "read", room.view.messages.at(-1)?.id);
    await room.settle();
    const seq = room.core.store.people.readMark("ben", null);
    await passOn(room.room, "anna", { user_id: "ben", name: "Ben" }, "now");
    expect(room.core.store.people.readMark("ben", null)).toBe(seq);
  });

  test("[READ5] with a seat its marks come and go; an heir has read what was read", async () => {
    const { room, ben } = await table();
    await say(room, ben, "one", "two");
    mark(ben, "read", room.view.messages[0]?.id);
    await passOn(room.room, "anna", { user_id: "mia", name: "Mia" }, "now");
    expect([unread(room, "mia"), unread(room, "ben")]).toEqual([3, 0]);
    room.core.commit({ events: [{ type: "member.left", member: BEN }] }, "now");
    expect(room.sql.all(`SELECT 1 FROM read_marks WHERE user_id = 'ben'`)).toEqual([]);
  });
});
