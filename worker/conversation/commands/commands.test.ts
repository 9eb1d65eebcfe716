import { describe, expect, test } from "vitest";
import { type RoomBot, TURN_STRATEGIES } from "../../../shared/fields/conversation.ts";
import { KnowledgeInput } from "../../../shared/fields/knowledge.ts";
import { mayDo, mayEndTurn } from "../core/rights.ts";
import { botCard } from "../testing/fake-world.ts";
import type { SimClient } from "../testing/sim-client.ts";
import { SimRoom } from "../testing/sim-room.ts";

const nacks = (client: SimClient) => client.heard.flatMap((f) => (f.type === "nack" ? [f.error] : []));
const bots = (client: SimClient) => client.store.view.value?.bots.map((b: RoomBot) => [b.bot_id, b.role]);
const tickets = (client: SimClient) => client.store.queue.value.map((t) => [t.bot_id, t.state]);
const last = (client: SimClient) => client.store.view.value?.messages.at(-1);

async function table(names = ["Mara", "Tobias", "Ivy"]) {
  const room = new SimRoom({ bots: names });
  room.world.bots.set("bot-9", botCard("bot-9", "Nine"));
  const desk = room.join();
  await room.settle();
  return { room, desk };
}

describe("send", () => {
  test.each([
    [{ persona_id: "nobody" }, "not_found", "persona_id"],
    [{ reply_to_id: "gone" }, "not_found", "reply_to_id"],
    [{ mentions: ["bot-9"] }, "not_found", "mentions"],
    [{ whisper_to: "bot-9" }, "not_found", "whisper_to"],
    [{ attachments: ["file"] }, "not_found", "attachments"],
    [{ thread_id: "t" }, "not_found", "thread_id"],
  ])("[CMD7] %j is refused by its field, and nothing happens", async (options, code, field) => {
    const { room, desk } = await table();
    const { seq } = room.view;
    desk.store.send("hello", options);
    await room.settle();
    expect(nacks(desk)).toMatchObject([{ code, field }]);
    expect(room.view.seq).toBe(seq);
  });

  test("[CMD29] a message speaks as the room's persona unless it names one or none; the last choice stays", async () => {
    const { room, desk } = await table();
    const card = { description: "", gender: null, age: null, pronouns: null, custom_pronouns: null };
    const rest = { preferred_topics: [], avoid_topics: [], custom_instructions: "" };
    room.world.personas.set("keeper", { id: "keeper", name: "Keeper", ...card, ...rest });
    desk.store.send("one", { persona_id: "keeper", respond: false });
    desk.store.send("two", { respond: false });
    desk.store.send("three", { persona_id: null, respond: false });
    desk.store.send("four", { respond: false });
    await room.settle();
    expect(desk.store.view.value?.messages.slice(1).map((m) => [m.author_name, m.persona_id])).toEqual([
      ["Keeper", "keeper"],
      ["Keeper", "keeper"],
      ["anna", null],
      ["anna", null],
    ]);
  });

  test("[CMD7] a reply to a bot's message gives that bot the floor, with its reason", async () => {
    const { room, desk } = await table();
    desk.store.command({ type: "set", turn_taking: { strategy: "asked" } });
    await room.settle();
    const greeting = desk.store.view.value?.messages[0];
    desk.store.send("really?", { reply_to_id: greeting?.id ?? "" });
    await room.settle();
    expect(desk.store.queue.value).toMatchObject([{ bot_id: "bot-0", reason: { code: "replying", by: "anna" } }]);
    expect(desk.store.view.value?.messages[1]?.message_thread.reply_to_id).toBe(greeting?.id);
  });
});

describe("speak, stop and queue", () => {
  test("[CMD9] speak refuses bots that are not in the room", async () => {
    const { room, desk } = await table();
    desk.store.command({ type: "speak", bot_ids: ["bot-0", "bot-9"] });
    await room.settle();
    expect(nacks(desk)).toMatchObject([{ code: "not_found", field: "bot_ids" }]);
    expect(tickets(desk)).toEqual([]);
  });

  test("[CMD13] only who asked, who pays, or an owner may end a turn", () => {
    const turn = { asked_by: "anna", payer: "ben" };
    const may = (userId: string, role: "owner" | "member") => mayEndTurn({ userId, role }, turn);
    expect([may("anna", "member"), may("ben", "member"), may("cleo", "owner"), may("cleo", "member")]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test("[CMD13] [TAKE7] what one has asked for no other member stops, skips or restarts", async () => {
    const { room, desk } = await table(["Mara", "Tobias"]);
    for (const user_id of ["ben", "cleo"]) {
      const member = { user_id, name: user_id, role: "member" as const, joined_at: "", read_up_to: null };
      room.core.commit({ events: [{ type: "member.joined", member }] }, "now");
    }
    const [ben, cleo] = [room.join("ben"), room.join("cleo")];
    await room.settle();
    ben.store.command({ type: "speak", bot_ids: ["bot-0", "bot-1"] });
    await room.settle();
    for (const scope of ["reply", "hold", "all"] as const) cleo.store.command({ type: "stop", scope });
    cleo.store.command({ type: "queue", drop: room.core.queue.turns[1]?.id ?? "" });
    await room.settle();
    expect(nacks(cleo).map((n) => n.code)).toEqual(["forbidden", "forbidden", "forbidden", "forbidden"]);
    expect(tickets(desk)).toEqual([
      ["bot-0", "thinking"],
      ["bot-1", "queued"],
    ]);
    await room.reply("Said.");
    const message_id = room.view.messages.find((m) => m.entry === "Said.")?.id ?? "";
    await room.reply("Said as well.");
    ben.store.command({ type: "retake", message_id });
    await room.settle();
    cleo.store.command({ type: "retake", message_id });
    await room.settle();
    expect(nacks(cleo).at(-1)).toMatchObject({ code: "conflict", field: "message_id" });
    ben.store.command({ type: "stop", scope: "reply" });
    await room.settle();
    expect([nacks(ben), tickets(desk)]).toEqual([[], []]);
  });

  test("[TURN10] [CMD6] a bot that waits to answer everyone answers a whisper by itself", async () => {
    const { room, desk } = await table(["Mara", "Tobias"]);
    desk.store.command({ type: "speak", bot_ids: ["bot-0", "bot-1"] });
    await room.settle();
    desk.store.command({ type: "send", text: "psst", whisper_to: "bot-1" });
    await room.settle();
    for (const text of ["one", "two", "three"]) await room.reply(text);
    const bots = room.view.messages.filter((m) => m.bot !== null && m.entry !== m.author_name).slice(-3);
    expect(bots.map((m) => [m.bot, m.entry, m.whisper_to])).toEqual([
      ["bot-0", "one", null],
      ["bot-1", "two", null],
      ["bot-1", "three", "bot-1"],
    ]);
  });

  test("[TURN7] who is muted while they wait, unasked, does not speak", async () => {
    const { room, desk } = await table(["Mara", "Tobias"]);
    desk.store.command({ type: "set", turn_taking: { strategy: "list" } });
    desk.store.send("everyone?");
    await room.settle();
    desk.store.command({ type: "bots", update: { bot_id: "bot-1", is_active: false } });
    await room.reply("I am here.");
    await room.drain();
    expect(room.view.messages.slice(-2).map((m) => m.bot)).toEqual([null, "bot-0"]);
  });

  test("[TURN27] at most twenty turns wait", async () => {
    const { room, desk } = await table(["Mara"]);
    const first = desk.store.view.value?.messages[0];
    if (!first) throw new Error("no greeting");
    const ids = Array.from({ length: 24 }, (_, n) => `said-${n}`);
    const events = ids.map((id) => ({ type: "message.created" as const, message: { ...first, id } }));
    room.core.commit({ events }, "now");
    for (const message_id of ids) desk.raw(JSON.stringify({ type: "retake", ref: crypto.randomUUID(), message_id }));
    await room.settle();
    expect(room.core.queue.turns.map((t) => t.state)).toEqual(["thinking", ...Array(20).fill("queued")]);
    expect(nacks(desk).map((n) => n.code)).toEqual(["conflict", "conflict", "conflict"]);
  });

  test("[CMD30] stop that names a reply which has ended meanwhile leaves the next one alone", async () => {
    const { room, desk } = await table();
    desk.store.command({ type: "speak", bot_ids: ["bot-0", "bot-1"] });
    await room.settle();
    const running = () => room.core.store.turns.generations()[0]?.generation_id ?? "";
    const first = running();
    await room.reply("all said");
    const second = running();
    desk.store.command({ type: "stop", scope: "reply", generation_id: first });
    await room.settle();
    expect([running(), nacks(desk)]).toEqual([second, []]);
    desk.store.command({ type: "stop", scope: "reply", generation_id: second });
    await room.settle();
    expect(last(desk)).toMatchObject({ bot: "bot-1", stopped_by: "anna" });
  });

  test("[CMD31] a message as long as one may become is not continued", async () => {
    const { room, desk } = await table();
    desk.store.command({ type: "speak", bot_ids: ["bot-0"] });
    await room.reply("界".repeat(200_001));
    const { id = "", bot } = last(desk) ?? {};
    desk.store.command({ type: "continue", message_id: id });
    await room.settle();
    expect(nacks(desk)).toMatchObject([{ code: "too_large", field: "message_id" }]);
    expect([bot, tickets(desk)]).toEqual(["bot-0", []]);
  });

  test("[CMD16] held turns wait until they are released", async () => {
    const { room, desk } = await table();
    desk.store.command({ type: "queue", hold: true });
    desk.store.command({ type: "speak", bot_ids: ["bot-0", "bot-1"] });
    await room.settle();
    await room.advance(60_000);
    expect(tickets(desk)).toEqual([
      ["bot-0", "held"],
      ["bot-1", "held"],
    ]);
    desk.store.command({ type: "queue", hold: false });
    await room.settle();
    expect(tickets(desk)).toEqual([
      ["bot-0", "thinking"],
      ["bot-1", "queued"],
    ]);
  });

  test("[CMD15] a turn that no longer waits cannot be skipped", async () => {
    const { room, desk } = await table();
    desk.store.command({ type: "speak", bot_ids: ["bot-0"] });
    await room.settle();
    desk.store.command({ type: "queue", drop: desk.store.queue.value[0]?.id ?? "" });
    await room.settle();
    expect(nacks(desk)).toMatchObject([{ code: "not_found", field: "drop" }]);
    expect(tickets(desk)).toEqual([["bot-0", "thinking"]]);
  });
});

describe("set", () => {
  test("[CMD20] replaces the fields given and no other", async () => {
    const { room, desk } = await table();
    desk.store.command({ type: "set", title: "Harbour Nights", turn_taking: { max_replies: 1 } });
    desk.store.command({ type: "set", settings: { lore_budget_percent: 40 }, status: "pinned" });
    await room.settle();
    expect(desk.store.view.value?.room).toMatchObject({
      title: "Harbour Nights",
      status: "pinned",
      turn_taking: { strategy: "natural", max_replies: 1, hold_on_failure: false },
      settings: { lore_budget_percent: 40, message_retention_days: 365 },
    });
  });

  test("[CMD21] takes every strategy, and refuses one there is not by its field", async () => {
    const { room, desk } = await table();
    for (const strategy of TURN_STRATEGIES) {
      desk.store.command({ type: "set", turn_taking: { strategy } });
      await room.settle();
      expect(room.view.room.turn_taking.strategy).toBe(strategy);
    }
    desk.store.command({ type: "set", turn_taking: { strategy: "loudest" as "list" } });
    await room.settle();
    expect(nacks(desk)).toMatchObject([{ code: "invalid", field: "turn_taking.strategy" }]);
  });

  test("[CMD22] a viewer changes nothing, a member not the settings", () => {
    const types = [
      "send",
      "speak",
      "stop",
      "queue",
      "continue",
      "retake",
      "choose_take",
      "delete_take",
      "edit",
      "delete",
      "hide",
      "react",
      "pin",
      "pin_lore",
      "typing",
      "clear",
      "bots",
      "set",
      "read",
      "watch",
      "hello",
    ] as const;
    expect(types.filter((t) => mayDo("viewer", t))).toEqual(["read", "watch", "hello"]);
    expect(types.filter((t) => !mayDo("member", t))).toEqual(["clear", "bots", "set"]);
    expect(types.filter((t) => !mayDo("owner", t))).toEqual([]);
  });

  test("[CMD22] the room asks for the role on every frame, not only on connecting", async () => {
    const { room, desk } = await table();
    const anna = room.view.members[0];
    if (anna) room.core.commit({ events: [{ type: "member.updated", member: { ...anna, role: "viewer" } }] }, "now");
    desk.store.send("may I?");
    await room.settle();
    expect(nacks(desk)).toMatchObject([{ code: "forbidden" }]);
  });
});

describe("bots", () => {
  test("[CMD23] added bots join as secondary and the kind of room follows", async () => {
    const { room, desk } = await table(["Mara"]);
    expect(desk.store.view.value?.room.conversation_type).toBe("single-bot");
    desk.store.command({ type: "bots", add: ["bot-9"] });
    await room.settle();
    expect(bots(desk)).toEqual([
      ["bot-0", "primary"],
      ["bot-9", "secondary"],
    ]);
    expect(desk.store.view.value?.room.conversation_type).toBe("multi-bot");
  });

  test("[CMD24] a bot the owner may not use is refused, and nobody joins", async () => {
    const { room, desk } = await table();
    desk.store.command({ type: "bots", add: ["bot-9", "private"] });
    await room.settle();
    expect(nacks(desk)).toMatchObject([{ code: "not_found", field: "add" }]);
    expect(bots(desk)).toHaveLength(3);
  });

  test("[CMD25] the last bot stays, and the twenty-first stays out", async () => {
    const { room, desk } = await table(["Mara"]);
    desk.store.command({ type: "bots", remove: ["bot-0"] });
    await room.settle();
    expect(nacks(desk)).toMatchObject([{ code: "invalid", field: "remove" }]);
    const many = Array.from({ length: 20 }, (_, i) => `guest-${i}`);
    for (const id of many) room.world.bots.set(id, botCard(id, id));
    desk.store.command({ type: "bots", add: many });
    await room.settle();
    expect(nacks(desk).at(-1)).toMatchObject({ code: "invalid", field: "add" });
    expect(bots(desk)).toHaveLength(1);
  });

  test("[CMD26] [CMD27] a bot that leaves stops speaking, no longer waits, and leaves its place to the next", async () => {
    const { room, desk } = await table();
    desk.store.command({ type: "speak", bot_ids: ["bot-0", "bot-1"] });
    desk.store.command({ type: "speak", bot_ids: ["bot-2"] });
    await room.settle();
    room.model.say("I was just");
    await room.settle();
    desk.store.command({ type: "bots", remove: ["bot-0", "bot-2"] });
    await room.settle();
    expect(desk.store.view.value?.messages.at(-2)).toMatchObject({ entry: "I was just", stopped_by: "anna" });
    expect(tickets(desk)).toEqual([["bot-1", "thinking"]]);
    expect(bots(desk)).toEqual([["bot-1", "primary"]]);
    expect(last(desk)).toMatchObject({ author_name: "Tobias", streaming: true });
  });

  test("[CMD50] an update changes the fields given, and a room has exactly one primary bot", async () => {
    const { room, desk } = await table();
    const update = (fields: object) => desk.store.command({ type: "bots", update: { bot_id: "bot-1", ...fields } });
    update({ is_active: false, talkativeness: 0.9, provider: "practice", model: "practice" });
    update({ role: "primary" });
    await room.settle();
    expect(bots(desk)).toEqual([
      ["bot-0", "secondary"],
      ["bot-1", "primary"],
      ["bot-2", "secondary"],
    ]);
    const changed = { is_active: false, talkativeness: 0.9, model: "practice", name: "Tobias" };
    expect(desk.store.view.value?.bots[1]).toMatchObject(changed);
    update({ role: "moderator" });
    await room.settle();
    expect(bots(desk)).toEqual([
      ["bot-0", "primary"],
      ["bot-1", "moderator"],
      ["bot-2", "secondary"],
    ]);
    expect(desk.store.view.value?.bots[1]).toMatchObject(changed);
  });
});

describe("members", () => {
  async function three() {
    const { room, desk } = await table(["Mara"]);
    for (const [user_id, role] of [
      ["ben", "member"],
      ["cleo", "viewer"],
    ] as const) {
      const member = { user_id, name: user_id, role, joined_at: "", read_up_to: null };
      room.core.commit({ events: [{ type: "member.joined", member }] }, "now");
    }
    desk.store.command({ type: "set", turn_taking: { strategy: "asked" } });
    const [ben, cleo] = [room.join("ben"), room.join("cleo")];
    await room.settle();
    desk.disconnect();
    desk.connect();
    await room.settle();
    return { room, desk, ben, cleo };
  }
  const people = (client: SimClient) => client.store.view.value?.members.map((m) => [m.user_id, m.role]);

  test("[CMD51] handed over, the room is another's in everything but the persona and keys of whose it was", async () => {
    const { room, desk, ben } = await three();
    room.core.commit({ events: [{ type: "room.updated", persona_id: "captain" }] }, "now");
    room.world.keys.add("anna:key");
    desk.store.command({ type: "set", settings: { api_key_id: "key" } });
    desk.store.command({ type: "bots", update: { bot_id: room.view.bots[0]?.bot_id ?? "", api_key_id: "key" } });
    desk.store.command({ type: "members", update: { user_id: "ben", role: "owner" } });
    desk.store.command({ type: "set", title: "Mine" });
    ben.store.command({ type: "set", title: "Ours" });
    await room.drain();
    expect(people(desk)?.slice(0, 2)).toEqual([
      ["anna", "member"],
      ["ben", "owner"],
    ]);
    expect(nacks(desk).map((n) => n.code)).toEqual(["forbidden"]);
    const { user, title, settings, persona_id } = room.view.room;
    expect([user, title, settings.api_key_id, persona_id]).toEqual(["ben", "Ours", null, null]);
    expect(room.view.bots.every((bot) => bot.api_key_id === null)).toBe(true);
    const copy = [...room.world.rows.values()].find((r) => r.kind === "conversation");
    expect(JSON.parse(copy?.payload ?? "{}").room.user).toBe("ben");
    room.kill();
    expect(room.view.room.user).toBe("ben");
  });

  test("[CMD44] [CMD46] owners let others go and change parts; members may only leave, the owner not even that", async () => {
    const { room, desk, ben, cleo } = await three();
    ben.store.command({ type: "members", remove: ["cleo"] });
    ben.store.command({ type: "members", update: { user_id: "ben", role: "owner" } });
    desk.store.command({ type: "members", remove: ["anna"] });
    desk.store.command({ type: "members", remove: ["nobody"] });
    desk.store.command({ type: "members", update: { user_id: "anna", role: "viewer" } });
    await room.settle();
    expect(nacks(ben).map((n) => n.code)).toEqual(["forbidden", "forbidden"]);
    expect(nacks(desk).map((n) => [n.code, n.field])).toEqual([
      ["invalid", "remove"],
      ["not_found", "remove"],
      ["invalid", "update.user_id"],
    ]);
    cleo.store.command({ type: "members", remove: ["cleo"] });
    await room.settle();
    expect(cleo.closedWith).toEqual([4403]);
    expect(people(desk)).toEqual([
      ["anna", "owner"],
      ["ben", "member"],
    ]);
  });

  test("[CMD45] who is let go hears nothing further, and nobody waits in their name", async () => {
    const { room, desk, ben, cleo } = await three();
    desk.store.command({ type: "set", turn_taking: { strategy: "auto" } });
    desk.store.command({ type: "speak", bot_ids: ["bot-0"] });
    ben.store.command({ type: "queue", auto: true });
    ben.store.command({ type: "continue", message_id: ben.store.view.value?.messages[0]?.id ?? "" });
    await room.settle();
    expect(desk.store.queue.value.map((t) => t.asked_by)).toEqual(["anna", "ben"]);
    desk.store.command({ type: "members", remove: ["ben", "cleo"] });
    await room.settle();
    expect(desk.store.queue.value.map((t) => t.asked_by)).toEqual(["anna"]);
    expect(desk.store.auto.value).toBeNull();
    const heard = ben.heard.length;
    await room.reply("just us now");
    ben.connect();
    await room.settle();
    expect([ben.closedWith, cleo.closedWith, ben.heard.length]).toEqual([[4403, 4403], [4403], heard]);
    expect(last(desk)?.entry).toBe("just us now");
    expect(desk.store.view.value?.room.conversation_type).toBe("single-bot");
    await room.advance(2_000);
    const stored = [...room.world.rows.values()].find((row) => row.kind === "conversation");
    expect(JSON.parse(stored?.payload ?? "{}").members).toHaveLength(1);
  });

  test("[CMD47] a changed part counts from the next frame on", async () => {
    const { room, desk, ben, cleo } = await three();
    desk.store.command({ type: "members", update: { user_id: "ben", role: "viewer" } });
    desk.store.command({ type: "members", update: { user_id: "cleo", role: "member" } });
    await room.settle();
    ben.store.send("may I?", { respond: false });
    cleo.store.send("may I now?", { respond: false });
    await room.settle();
    expect(nacks(ben)).toMatchObject([{ code: "forbidden" }]);
    expect(last(desk)).toMatchObject({ user: "cleo", entry: "may I now?" });
  });
});

describe("pin_lore", () => {
  async function lore() {
    const { room, desk } = await table(["Mara"]);
    const parsed = KnowledgeInput.parse({ entry: "The lamp is lit.", knowledge_collection: "tome" });
    room.world.entries = [{ ...parsed, id: "lamp", title: "lamp" }];
    room.world.loreVersion = "2";
    const woke = async () => {
      desk.store.command({ type: "speak", bot_ids: ["bot-0"] });
      await room.reply("Hm.");
      return last(desk)?.activation?.by_method["manual"] ?? 0;
    };
    return { room, desk, woke };
  }

  test("[CMD48] an entry is awake for so many turns, and a turn taken back does not count", async () => {
    const { room, desk, woke } = await lore();
    expect(await woke()).toBe(0);
    const before = last(desk)?.id ?? "";
    desk.store.command({ type: "pin_lore", entry_id: "lamp", turns: 2 });
    expect([await woke(), await woke(), await woke()]).toEqual([1, 1, 0]);
    const replies = desk.store.view.value?.messages.slice(-2) ?? [];
    for (const { id } of replies) desk.store.command({ type: "delete", message_id: id });
    await room.settle();
    expect([await woke(), await woke()]).toEqual([1, 0]);
    desk.store.command({ type: "retake", message_id: before });
    await room.reply("Hm?");
    expect(desk.store.view.value?.messages.find((m) => m.id === before)?.takes[1]?.activation).toMatchObject({
      included: 0,
    });
  });

  test("[CMD48] 0 takes it back; firings are not counted for it", async () => {
    const { room, desk, woke } = await lore();
    desk.store.command({ type: "pin_lore", entry_id: "lamp", turns: 5 });
    expect(await woke()).toBe(1);
    expect(room.core.store.turns.ledger(9e9)).toEqual([]);
    room.evict();
    desk.store.command({ type: "pin_lore", entry_id: "lamp", turns: 0 });
    expect(await woke()).toBe(0);
    expect(room.view.room.lore_pins).toEqual([]);
  });

  test("[CMD49] the twenty-first is refused, one that has run out leaves its place", async () => {
    const { room, desk, woke } = await lore();
    for (let i = 0; i < 20; i++) desk.store.command({ type: "pin_lore", entry_id: `e${i}`, turns: i === 0 ? 1 : 9 });
    desk.store.command({ type: "pin_lore", entry_id: "lamp", turns: 1 });
    await room.advance(2_000);
    expect(nacks(desk)).toMatchObject([{ code: "too_large", field: "entry_id" }]);
    await woke();
    desk.store.command({ type: "pin_lore", entry_id: "lamp", turns: 1 });
    await room.settle();
    expect(room.view.room.lore_pins?.map((p) => p.entry_id)).not.toContain("e0");
    expect(nacks(desk)).toHaveLength(1);
  });
});

describe("read", () => {
  test("[CMD28] marks move forward only", async () => {
    const { room, desk } = await table();
    desk.store.send("one", { respond: false });
    desk.store.send("two", { respond: false });
    await room.settle();
    const [greeting, one, two] = desk.store.view.value?.messages.map((m) => m.id) ?? [];
    for (const id of [one, two, greeting]) desk.raw(JSON.stringify({ type: "read", message_id: id }));
    await room.settle();
    expect(desk.store.view.value?.members[0]?.read_up_to).toBe(two);
    expect(room.core.store.log.eventsAfter(0)?.filter((e) => e.type === "read.moved")).toHaveLength(2);
  });
});
