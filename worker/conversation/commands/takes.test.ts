import { describe, expect, test } from "vitest";
import type { RoomMember } from "../../../shared/fields/conversation.ts";
import { KnowledgeInput } from "../../../shared/fields/knowledge.ts";
import type { SimClient } from "../testing/sim-client.ts";
import { SimRoom } from "../testing/sim-room.ts";

const nacks = (client: SimClient) => client.heard.flatMap((f) => (f.type === "nack" ? [f.error] : []));
const messages = (client: SimClient) => client.store.view.value?.messages ?? [];
const entries = (client: SimClient) => messages(client).map((m) => m.entry);
const last = (client: SimClient) => messages(client).at(-1);
const row = (client: SimClient, id: string) => messages(client).find((m) => m.id === id);
const d1 = (room: SimRoom) =>
  [...room.world.rows.values()]
    .filter((r) => r.kind === "message")
    .map((r) => JSON.parse(r.payload))
    .sort((a, b) => a.seq - b.seq);
/** All that must be rolled back exactly. */
const standing = (room: SimRoom) => {
  const { total_messages, total_tokens } = room.core.counters;
  const { messages: store, turns } = room.core.store;
  return { total_messages, total_tokens, ...store.measure(9e9), ledger: turns.ledger(9e9) };
};

async function table() {
  const room = new SimRoom({ bots: ["Mara"] });
  const parsed = KnowledgeInput.parse({
    entry: "The lamp is lit.",
    knowledge_collection: "tome",
    activation_settings: { primary_keys: [{ keyword: "lamp" }] },
    advanced_activation: { cooldown: 1 },
  });
  room.world.entries = [{ ...parsed, id: "lamp", title: "lamp" }];
  room.world.loreVersion = "2";
  const desk = room.join();
  await room.settle();
  return { room, desk };
}

async function ask(room: SimRoom, desk: SimClient, text: string, answer: string): Promise<string> {
  desk.store.send(text);
  await room.reply(answer);
  return last(desk)?.id ?? "";
}

async function again(room: SimRoom, desk: SimClient, message_id: string, answer: string): Promise<string> {
  desk.store.command({ type: "retake", message_id });
  await room.reply(answer);
  return row(desk, message_id)?.takes.at(-1)?.id ?? "";
}

describe("retake", () => {
  test("[TAKE1] [TAKE2] [TAKE3] streams into a take of its own and becomes current when it is finished", async () => {
    const { room, desk } = await table();
    const message_id = await ask(room, desk, "the lamp?", "It is lit.");
    const before = standing(room);
    desk.store.command({ type: "retake", message_id });
    await room.settle();
    room.model.say("It burns");
    await room.settle();
    expect(row(desk, message_id)).toMatchObject({
      entry: "It is lit.",
      streaming: false,
      takes: [{}, { state: "streaming" }],
    });
    expect(desk.texts().at(-1)).toBe("It burns");
    expect(standing(room)).toEqual(before);
    await room.reply(" brightly.");
    expect(row(desk, message_id)).toMatchObject({
      entry: "It burns brightly.",
      length: 18,
      takes: [
        { text: "It is lit.", state: "done" },
        { text: "It burns brightly.", state: "done" },
      ],
    });
    expect(standing(room).ledger).toEqual(before.ledger);
    const prompt = JSON.stringify(room.model.requests.at(-1)?.messages);
    expect(prompt).toContain("the lamp?");
    expect(prompt).not.toContain("It is lit.");
    expect(desk.heard.filter((f) => f.type === "welcome")).toHaveLength(1);
    await room.drain();
    expect(d1(room).at(-1)).toMatchObject({ entry: "It burns brightly.", takes: [{}, {}] });
  });

  test("[TAKE1] [TAKE3] of an older message knows only what came before, and waits to be chosen", async () => {
    const { room, desk } = await table();
    const first = await ask(room, desk, "one?", "first");
    await ask(room, desk, "two?", "second");
    const before = standing(room);
    await again(room, desk, first, "another first");
    const prompt = JSON.stringify(room.model.requests.at(-1)?.messages);
    expect([prompt.includes("one?"), prompt.includes("two?"), prompt.includes("second")]).toEqual([true, false, false]);
    expect(row(desk, first)).toMatchObject({ entry: "first", takes: [{ text: "first" }, { text: "another first" }] });
    expect(standing(room)).toEqual(before);
  });

  test.each(["stop", "fail", "die"] as const)(
    "[TAKE4] one that ends by %s leaves the old take current",
    async (how) => {
      const { room, desk } = await table();
      const message_id = await ask(room, desk, "the lamp?", "It is lit.");
      const before = standing(room);
      desk.store.command({ type: "retake", message_id });
      await room.settle();
      room.model.say("It bur");
      await room.settle();
      if (how === "stop") desk.store.command({ type: "stop", scope: "reply" });
      else if (how === "fail") room.model.fail();
      else room.kill();
      desk.connect();
      await room.settle();
      const state = how === "stop" ? "stopped" : "interrupted";
      expect(row(desk, message_id)).toMatchObject({
        entry: "It is lit.",
        interrupted: false,
        stopped_by: null,
        takes: [{ state: "done" }, { state, text: "It bur" }],
      });
      expect(standing(room)).toEqual(before);
      expect(room.core.store.turns.generations()).toEqual([]);
    },
  );

  test("[CMD48] [TAKE9] turns of a path that was left do not count against what is awake by hand", async () => {
    const { room, desk } = await table();
    desk.store.command({ type: "pin_lore", entry_id: "lamp", turns: 3 });
    await ask(room, desk, "one?", "first");
    const left = () =>
      room.core.pinnedTurnsLeft(room.view.room.lore_pins?.[0] ?? { since: 0, turns: 0, entry_id: "" }, 9e9);
    expect(left()).toBe(2);
    const { id: message_id = "" } = messages(desk)[1] ?? {};
    desk.store.command({ type: "edit", message_id, text: "another one?", respond: true });
    await room.reply("another first");
    expect([entries(desk).slice(1), left()]).toEqual([["another one?", "another first"], 2]);
  });

  test("[TAKE4] one that says nothing leaves at most its error", async () => {
    const { room, desk } = await table();
    const message_id = await ask(room, desk, "the lamp?", "It is lit.");
    desk.store.command({ type: "retake", message_id });
    await room.settle();
    desk.store.command({ type: "stop", scope: "reply" });
    await room.settle();
    expect(row(desk, message_id)?.takes).toHaveLength(1);
    desk.store.command({ type: "retake", message_id });
    await room.settle();
    room.model.fail("invalid_key", false);
    await room.settle();
    expect(row(desk, message_id)).toMatchObject({ failed: null, takes: [{}, { failed: { code: "invalid_key" } }] });
    const take_id = row(desk, message_id)?.takes[1]?.id ?? "";
    desk.store.command({ type: "choose_take", message_id, take_id });
    await room.settle();
    expect(nacks(desk)).toMatchObject([{ code: "conflict", field: "take_id" }]);
    expect(row(desk, message_id)?.entry).toBe("It is lit.");
  });

  test("[TAKE5] where nothing was said, what is said now takes its place", async () => {
    const { room, desk } = await table();
    desk.store.send("the lamp?");
    await room.settle();
    room.model.fail("invalid_key", false);
    await room.settle();
    const message_id = last(desk)?.id ?? "";
    desk.store.send("never mind", { respond: false });
    await room.settle();
    await again(room, desk, message_id, "It is lit.");
    expect(row(desk, message_id)).toMatchObject({
      entry: "It is lit.",
      failed: null,
      message_status: { delivery_status: "delivered" },
    });
    expect(entries(desk).slice(-2)).toEqual(["It is lit.", "never mind"]);
    expect(room.core.store.turns.ledger(9e9)).toMatchObject([{ entryId: "lamp", index: 2 }]);
  });

  test("[TAKE6] [TAKE7] a wish stands in its prompt and on its take; asked again, the newer one counts", async () => {
    const { room, desk } = await table();
    const message_id = await ask(room, desk, "the lamp?", "It is lit.");
    desk.store.command({ type: "retake", message_id, hint: "shorter" });
    await room.settle();
    room.model.say("Li");
    await room.settle();
    desk.store.command({ type: "retake", message_id, hint: "angrier" });
    desk.store.command({ type: "retake", message_id, hint: "much angrier" });
    await room.settle();
    expect(desk.store.queue.value).toHaveLength(1);
    expect(JSON.stringify(room.model.requests.at(-1)?.messages)).toContain("much angrier");
    await room.reply("LIT!");
    expect(row(desk, message_id)?.takes.map((t) => [t.text, t.hint])).toEqual([
      ["It is lit.", undefined],
      ["Li", "shorter"],
      ["LIT!", "much angrier"],
    ]);
  });

  test("[TAKE7] [TAKE12] is refused for people's messages, running replies and bots that left", async () => {
    const { room, desk } = await table();
    const message_id = await ask(room, desk, "one?", "first");
    const hers = messages(desk)[1]?.id ?? "";
    desk.store.command({ type: "retake", message_id: hers });
    desk.store.command({ type: "retake", message_id: "gone" });
    desk.store.command({ type: "retake", message_id, segment_id: "gone" });
    desk.store.send("two?");
    await room.settle();
    desk.store.command({ type: "retake", message_id: last(desk)?.id ?? "" });
    await room.settle();
    expect(nacks(desk).map((n) => [n.code, n.field])).toEqual([
      ["invalid", "message_id"],
      ["not_found", "message_id"],
      ["not_found", "segment_id"],
      ["conflict", "message_id"],
    ]);
  });

  test("[TAKE2] a device that reacts or joins in mid-retake sees all of it", async () => {
    const { room, desk } = await table();
    const message_id = await ask(room, desk, "the lamp?", "It is lit.");
    desk.store.command({ type: "retake", message_id });
    await room.settle();
    room.model.say("It burns");
    await room.settle();
    desk.store.command({ type: "react", message_id, emoji: "🔥", on: true });
    const phone = room.join();
    await room.settle();
    expect([desk.texts().at(-1), phone.texts().at(-1)]).toEqual(["It burns", "It burns"]);
    await room.reply("!");
    expect(desk.store.view.value).toEqual(phone.store.view.value);
    expect(desk.heard.filter((f) => f.type === "welcome")).toHaveLength(1);
  });

  test("[TAKE19] a message has at most thirty takes", async () => {
    const { room, desk } = await table();
    const message_id = await ask(room, desk, "go", "0");
    for (let i = 1; i < 30; i++) {
      await again(room, desk, message_id, `${i}`);
      await room.advance(200);
    }
    desk.store.command({ type: "retake", message_id });
    await room.settle();
    expect(nacks(desk)).toMatchObject([{ code: "too_large" }]);
  });
});

describe("choosing and deleting takes", () => {
  test("[TAKE8] gives the row back what it was with that take", async () => {
    const { room, desk } = await table();
    const message_id = await ask(room, desk, "the lamp?", "It is lit.");
    const before = { row: row(desk, message_id), standing: standing(room) };
    await again(room, desk, message_id, "It burns.");
    desk.store.command({ type: "choose_take", message_id, take_id: before.row?.current_take_id ?? "" });
    await room.settle();
    const { takes: _t, rev: _r, modified_timestamp: _m, ...shown } = row(desk, message_id) ?? {};
    expect(before.row).toMatchObject(shown);
    expect(standing(room)).toEqual(before.standing);
  });

  test("[TAKE9] on an old message the room takes that path, and one choice leads back", async () => {
    const { room, desk } = await table();
    const phone = room.join();
    const first = await ask(room, desk, "the lamp?", "first");
    const original = row(desk, first)?.current_take_id ?? "";
    await ask(room, desk, "and then?", "second");
    const take_id = await again(room, desk, first, "another first");
    await room.drain();
    const before = { standing: standing(room), entries: entries(desk) };
    desk.store.command({ type: "choose_take", message_id: first, take_id });
    await room.drain();
    expect(entries(desk).slice(2)).toEqual(["another first"]);
    expect(d1(room).map((m) => m.entry)).toEqual(entries(desk));
    expect(standing(room)).toMatchObject({ total_messages: 3, length: 3, round: 1 });
    await ask(room, desk, "elsewhere?", "elsewhere");
    expect(JSON.stringify(room.model.requests.at(-1)?.messages)).not.toContain("second");
    const there = entries(desk);
    room.evict();
    expect(room.view).toEqual(desk.store.view.value);
    desk.store.command({ type: "choose_take", message_id: first, take_id: original });
    await room.drain();
    expect([entries(desk), entries(phone)]).toEqual([before.entries, before.entries]);
    expect(standing(room)).toEqual(before.standing);
    expect(d1(room).map((m) => m.entry)).toEqual(before.entries);
    desk.store.command({ type: "choose_take", message_id: first, take_id });
    await room.drain();
    expect(entries(desk)).toEqual(there);
    expect(d1(room).map((m) => m.entry)).toEqual(there);
  });

  test("[TAKE9] what lies on another path cannot be touched", async () => {
    const { room, desk } = await table();
    const first = await ask(room, desk, "one?", "first");
    const second = await ask(room, desk, "two?", "second");
    const take_id = await again(room, desk, first, "another first");
    desk.store.command({ type: "choose_take", message_id: first, take_id });
    desk.store.command({ type: "delete", message_id: second });
    await room.settle();
    expect(nacks(desk)).toMatchObject([{ code: "not_found" }]);
  });

  test("[TAKE10] several people share one timeline", async () => {
    const { room, desk } = await table();
    const first = await ask(room, desk, "one?", "first");
    await ask(room, desk, "two?", "second");
    const take_id = await again(room, desk, first, "another first");
    const member: RoomMember = { user_id: "ben", name: "Ben", role: "member", joined_at: "", read_up_to: null };
    room.core.commit({ events: [{ type: "member.joined", member }] }, "now");
    const { seq } = room.view;
    desk.store.command({ type: "choose_take", message_id: first, take_id });
    await room.settle();
    expect(room.view.seq).toBe(seq);
    const [branch] = [...room.world.branches.values()];
    expect(branch?.messages.newest(9).messages.at(-1)?.entry).toBe("another first");
  });

  test("[TAKE11] [TAKE12] neither while a reply further on is written, nor where there is nothing to choose", async () => {
    const { room, desk } = await table();
    const first = await ask(room, desk, "one?", "first");
    const take_id = await again(room, desk, first, "another first");
    desk.store.send("two?");
    await room.settle();
    const other = row(desk, first)?.takes[0]?.id ?? "";
    desk.store.command({ type: "choose_take", message_id: first, take_id: other });
    desk.store.command({ type: "choose_take", message_id: first, take_id: "gone" });
    desk.store.command({ type: "choose_take", message_id: first, take_id });
    await room.settle();
    expect(nacks(desk).map((n) => n.code)).toEqual(["conflict", "not_found"]);
  });

  test("[TAKE13] deleting goes to the neighbour, never takes the last, and takes the path along", async () => {
    const { room, desk } = await table();
    const first = await ask(room, desk, "one?", "first");
    const original = row(desk, first)?.current_take_id ?? "";
    const second = await again(room, desk, first, "second");
    desk.store.command({ type: "delete_take", message_id: first, take_id: second });
    await room.settle();
    expect(row(desk, first)).toMatchObject({ entry: "first", current_take_id: original, takes: [{ id: original }] });
    desk.store.command({ type: "delete_take", message_id: first, take_id: original });
    await room.settle();
    expect(nacks(desk)).toMatchObject([{ code: "invalid", field: "take_id" }]);
    const before = standing(room);
    await ask(room, desk, "and then?", "then this");
    const third = await again(room, desk, first, "third");
    desk.store.command({ type: "delete_take", message_id: first, take_id: original });
    await room.settle();
    expect(nacks(desk).at(-1)).toMatchObject({ code: "conflict", field: "take_id" });
    desk.store.command({ type: "choose_take", message_id: first, take_id: third });
    desk.store.command({ type: "delete_take", message_id: first, take_id: original });
    await room.drain();
    expect(entries(desk).slice(2)).toEqual(["third"]);
    expect(standing(room)).toMatchObject({ total_messages: before.total_messages, length: before.length });
    expect(room.core.store.messages.everywhereAfter(0, 99)).toHaveLength(3);
  });

  test("[TAKE18] a deleted message takes the paths along that hang on its other takes", async () => {
    const { room, desk } = await table();
    const before = standing(room);
    const first = await ask(room, desk, "one?", "first");
    await ask(room, desk, "two?", "second");
    const take_id = await again(room, desk, first, "another first");
    desk.store.command({ type: "choose_take", message_id: first, take_id });
    await room.settle();
    for (const message of messages(desk).slice(1)) desk.store.command({ type: "delete", message_id: message.id });
    await room.drain();
    expect(room.core.store.messages.everywhereAfter(0, 99)).toHaveLength(1);
    expect(standing(room)).toEqual(before);
    expect(d1(room)).toHaveLength(1);
  });
});

describe("paths by editing", () => {
  test("[TAKE14] other words with an answer are another path; the first one is one choice away", async () => {
    const { room, desk } = await table();
    await ask(room, desk, "the lamp?", "It is lit.");
    await ask(room, desk, "why?", "Because.");
    const before = { standing: standing(room), entries: entries(desk) };
    const message_id = messages(desk)[1]?.id ?? "";
    desk.store.command({ type: "edit", message_id, text: "the bread?", respond: true });
    await room.reply("It is baked.");
    expect(entries(desk).slice(1)).toEqual(["the bread?", "It is baked."]);
    expect(standing(room)).toMatchObject({ total_messages: 3, length: 3, ledger: [] });
    const take_id = row(desk, message_id)?.takes[0]?.id ?? "";
    desk.store.command({ type: "choose_take", message_id, take_id });
    await room.drain();
    expect(entries(desk)).toEqual(before.entries);
    expect(standing(room)).toEqual(before.standing);
    expect(d1(room).map((m) => m.entry)).toEqual(before.entries);
  });

  test("[TAKE14] shared with others it is a branch in those words", async () => {
    const { room, desk } = await table();
    await ask(room, desk, "@mara, the lamp?", "It is lit.");
    const member: RoomMember = { user_id: "ben", name: "Ben", role: "member", joined_at: "", read_up_to: null };
    room.core.commit({ events: [{ type: "member.joined", member }] }, "now");
    const before = standing(room);
    const message_id = messages(desk)[1]?.id ?? "";
    desk.store.command({ type: "edit", message_id, text: "@mara, the bread?", respond: true });
    await room.settle();
    expect(standing(room)).toEqual(before);
    const [[id, branch] = []] = [...room.world.branches];
    const last = branch?.messages.newest(9).messages.at(-1);
    expect(last?.entry).toBe("@mara, the lamp?");
    expect(room.world.acted).toMatchObject([
      { room: id, command: { type: "edit", message_id: last?.id, text: "@mara, the bread?", respond: true } },
    ]);
  });

  test("[TAKE15] a bot's words put right keep what follows; undone, all is as it was", async () => {
    const { room, desk } = await table();
    const first = await ask(room, desk, "the lamp?", "It is lid.");
    const original = row(desk, first)?.current_take_id ?? "";
    await ask(room, desk, "why?", "Because.");
    const before = standing(room);
    desk.store.command({ type: "edit", message_id: first, text: "It is lit." });
    await room.settle();
    expect(entries(desk).slice(2)).toEqual(["It is lit.", "why?", "Because."]);
    expect(standing(room)).toEqual(before);
    desk.store.command({ type: "choose_take", message_id: first, take_id: original });
    await room.settle();
    expect(entries(desk).slice(2)).toEqual(["It is lid.", "why?", "Because."]);
    expect(standing(room)).toEqual(before);
  });
});

describe("segments", () => {
  async function continued() {
    const { room, desk } = await table();
    const message_id = await ask(room, desk, "the lamp?", "One. ");
    const before = { standing: standing(room), row: row(desk, message_id) };
    for (const text of ["Two. ", "Three."]) {
      desk.store.command({ type: "continue", message_id });
      await room.reply(text);
    }
    return { room, desk, message_id, before, segments: row(desk, message_id)?.takes[0]?.segments ?? [] };
  }

  test("[TAKE16] a segment is taken out alone, with its tokens; without all that were added, all is as before", async () => {
    const { room, desk, message_id, before, segments } = await continued();
    const take_id = row(desk, message_id)?.current_take_id ?? "";
    expect(standing(room).total_tokens).toBe(3 * 18);
    desk.store.command({ type: "delete_take", message_id, take_id, segment_id: segments[1]?.id ?? "" });
    await room.settle();
    expect(row(desk, message_id)).toMatchObject({ entry: "One. Three.", length: 11 });
    expect(row(desk, message_id)?.takes[0]?.segments.map(({ at, length }) => [at, length])).toEqual([
      [0, 5],
      [5, 6],
    ]);
    desk.store.command({ type: "delete_take", message_id, take_id, segment_id: segments[2]?.id ?? "" });
    await room.settle();
    expect(row(desk, message_id)).toMatchObject({ entry: "One. ", sha256: before.row?.sha256 });
    expect(standing(room)).toEqual(before.standing);
    desk.store.command({ type: "delete_take", message_id, take_id, segment_id: segments[0]?.id ?? "" });
    await room.settle();
    expect(nacks(desk)).toMatchObject([{ code: "invalid", field: "segment_id" }]);
  });

  test("[TAKE16] a continuation that says nothing leaves no lore behind", async () => {
    const { room, desk } = await table();
    const message_id = await ask(room, desk, "well?", "Once");
    const { id = "" } = messages(desk)[1] ?? {};
    desk.store.command({ type: "edit", message_id: id, text: "the lamp?" });
    desk.store.command({ type: "continue", message_id });
    await room.settle();
    desk.store.command({ type: "stop", scope: "reply" });
    await room.settle();
    expect(row(desk, message_id)).toMatchObject({ entry: "Once", streaming: false });
    expect(room.core.store.turns.ledger(9e9)).toEqual([]);
  });

  test.each(["taken out", "cut by a death"])(
    "[TAKE16] [LIFE4] what woke for a continuation that is %s sleeps again",
    async (how) => {
      const { room, desk } = await table();
      const message_id = await ask(room, desk, "well?", "Once");
      const { id = "" } = messages(desk)[1] ?? {};
      desk.store.command({ type: "edit", message_id: id, text: "the lamp?" });
      desk.store.command({ type: "continue", message_id });
      await room.settle();
      expect(room.core.store.turns.ledger(9e9).length + room.core.store.turns.firingsOf(message_id).length).toBe(1);
      if (how === "taken out") {
        await room.reply(" it was lit.");
        const { current_take_id: take_id, takes } = row(desk, message_id) ?? {};
        const segment_id = takes?.[0]?.segments[1]?.id ?? "";
        desk.store.command({ type: "delete_take", message_id, take_id: take_id ?? "", segment_id });
      } else {
        room.kill();
        desk.connect();
      }
      await room.settle();
      expect(row(desk, message_id)).toMatchObject({ entry: "Once", streaming: false });
      expect(room.core.store.turns.ledger(9e9)).toEqual([]);
    },
  );

  test("[TAKE13] [CMD36] a bot's take is the owner's to remove", async () => {
    const { room, desk } = await table();
    const message_id = await ask(room, desk, "the lamp?", "It is lit.");
    const take_id = await again(room, desk, message_id, "It was lit.");
    const member: RoomMember = { user_id: "ben", name: "Ben", role: "member", joined_at: "", read_up_to: null };
    room.core.commit({ events: [{ type: "member.joined", member }] }, "now");
    const ben = room.join("ben");
    await room.settle();
    ben.store.command({ type: "delete_take", message_id, take_id });
    await room.settle();
    expect(nacks(ben)).toMatchObject([{ code: "forbidden" }]);
    expect(row(desk, message_id)?.takes).toHaveLength(2);
  });

  test("[TAKE17] a segment is said anew in a take of its own, between the others", async () => {
    const { room, desk, message_id, segments } = await continued();
    const before = standing(room);
    desk.store.command({ type: "retake", message_id, segment_id: segments[1]?.id ?? "" });
    await room.settle();
    expect(desk.texts().at(-1)).toBe("One. ");
    room.model.say("Zwei, drei. ");
    await room.settle();
    expect(desk.texts().at(-1)).toBe("One. Zwei, drei. ");
    await room.reply("");
    expect(row(desk, message_id)).toMatchObject({
      entry: "One. Zwei, drei. Three.",
      length: 23,
      takes: [{ text: "One. Two. Three." }, { text: "One. Zwei, drei. Three." }],
    });
    expect(row(desk, message_id)?.takes[1]?.segments.map(({ at, length }) => [at, length])).toEqual([
      [0, 5],
      [5, 12],
      [17, 6],
    ]);
    expect(row(desk, message_id)?.takes[1]).not.toHaveProperty("rest");
    expect(standing(room)).toEqual(before);
    expect(desk.heard.filter((f) => f.type === "welcome")).toHaveLength(1);
  });

  test("[TAKE17] [LIFE4] a stretch half said when the room dies keeps what was said and what stands after it", async () => {
    const { room, desk, message_id, segments } = await continued();
    const before = standing(room);
    desk.store.command({ type: "retake", message_id, segment_id: segments[1]?.id ?? "" });
    await room.settle();
    room.model.say("Zw ");
    await room.settle();
    room.kill();
    desk.connect();
    await room.settle();
    expect(row(desk, message_id)).toMatchObject({
      entry: "One. Two. Three.",
      takes: [{ text: "One. Two. Three." }, { text: "One. Zw Three.", state: "interrupted" }],
    });
    expect(standing(room)).toEqual(before);
  });
});
