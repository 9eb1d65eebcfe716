import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { KnowledgeInput } from "../../shared/fields/knowledge.ts";
import type { ServerMessage } from "../../shared/protocol/server-messages.ts";
import type { SimClient } from "./testing/sim-client.ts";
import { ROOM_ID, SimRoom } from "./testing/sim-room.ts";

const last = (client: SimClient) => client.store.view.value?.messages.at(-1);
const entries = (client: SimClient) => client.store.view.value?.messages.map((m) => m.entry);
const nacks = (client: SimClient) => client.heard.flatMap((f) => (f.type === "nack" ? [f.error] : []));
const deltas = (client: SimClient) => client.heard.filter((f) => f.type === "delta");
const tickets = (client: SimClient) => client.store.queue.value.map((t) => [t.bot_id, t.state, t.reason.code]);
const eventsIn = (frame: ServerMessage) => {
  if (frame.type === "events") return frame.list;
  return frame.type === "event" ? [frame.event] : [];
};
const settle = async (room: SimRoom) => await room.settle();

async function table(options: ConstructorParameters<typeof SimRoom>[0] = {}) {
  const room = new SimRoom(options);
  const desk = room.join();
  await room.settle();
  return { room, desk };
}
const THREE = { bots: ["Mara", "Tobias", "Ivy"] };

describe("order", () => {
  test("[SYNC1] what a person sends reaches every device before any bot answers", async () => {
    const { room, desk } = await table();
    const phone = room.join();
    await settle(room);
    desk.store.send("one flat white");
    await settle(room);
    expect(phone.texts()).toEqual(["Hello Anna, I am Barista.", "one flat white", ""]);
    expect(desk.store.pending.value).toEqual([]);
    expect(room.model.requests).toHaveLength(1);
  });

  test("[SYNC2] durable events are numbered without gaps, whatever happens", async () => {
    const { room, desk } = await table(THREE);
    desk.store.send("hello @ivy");
    await room.reply("Hi!");
    desk.store.command({ type: "set", title: "Harbour" });
    await room.drain();
    const seqs = room.core.store.log.eventsAfter(0)?.map((e) => e.seq);
    expect(seqs).toEqual(seqs?.map((_, i) => i + 1));
    expect(seqs?.length).toBeGreaterThan(5);
  });

  test("[SYNC3] a device that was away while a bot spoke ends with the same room as one that stayed", async () => {
    const { room, desk } = await table();
    const phone = room.join();
    await settle(room);
    desk.store.send("@barista one flat white");
    await settle(room);
    phone.disconnect();
    room.model.say("Coming ", "right up.");
    desk.store.send("and a cake", { respond: false });
    await settle(room);
    const known = phone.store.view.value?.seq ?? 0;
    phone.heard.length = 0;
    phone.connect();
    await settle(room);
    expect(phone.heard.find((f) => f.type === "welcome")).not.toHaveProperty("messages");
    room.model.finish();
    await settle(room);
    const events = phone.heard.flatMap((f) => eventsIn(f));
    expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => known + 1 + i));
    expect(phone.store.view.value).toEqual(desk.store.view.value);
    expect(phone.store.view.value).toEqual(room.view);
    expect(entries(phone)).toEqual([
      "Hello Anna, I am Barista.",
      "@barista one flat white",
      "Coming right up.",
      "and a cake",
    ]);
  });

  test.each([{ since: 9_999 }, { since: 1 }])(
    "[SYNC4] a since of $since that the log cannot serve gets a snapshot",
    async ({ since }) => {
      const { room, desk } = await table();
      for (let i = 0; i < 1_200; i++)
        room.core.commit({ events: [{ type: "read.moved", user_id: "anna", message_id: `m${i}` }] }, "now");
      for (let i = 0; i < 1_200; i++)
        room.core.commit({ events: [{ type: "read.moved", user_id: "anna", message_id: `m${i}` }] }, "now");
      desk.heard.length = 0;
      desk.raw(JSON.stringify({ type: "hello", v: 1, device_id: "d", since }));
      await settle(room);
      expect(desk.heard.find((f) => f.type === "welcome")).toMatchObject({
        messages: [{ entry: "Hello Anna, I am Barista." }],
      });
      expect(desk.heard.filter((f) => f.type === "events")).toEqual([]);
    },
  );

  test("[SYNC8] who asks with `since` gets `events` also where nothing was missed", async () => {
    const { room, desk } = await table();
    desk.store.command({ type: "set", title: "Ours" });
    await settle(room);
    const head = room.view.seq;
    const answersTo = async (since: number) => {
      desk.heard.length = 0;
      desk.raw(JSON.stringify({ type: "hello", v: 1, device_id: "d", since }));
      await settle(room);
      const [welcome, events] = desk.heard;
      return [welcome?.type === "welcome" && "messages" in welcome, events?.type === "events" && events.list.length];
    };
    expect(await answersTo(head)).toEqual([false, 0]);
    expect(await answersTo(head - 1)).toEqual([false, 1]);
  });

  test("[SYNC6] the text a device shows of a running reply is always a prefix of the room's", async () => {
    const { room, desk } = await table();
    desk.store.send("tell me");
    await settle(room);
    const words = "The lamp was lit when I came down, and nobody goes up there without my key.".split(/(?<= )/);
    for (const word of words) {
      room.model.say(word);
      await room.advance(20);
      const shown = desk.texts().at(-1) ?? "";
      expect(words.join("").startsWith(shown)).toBe(true);
    }
    await room.advance(60);
    expect(desk.texts().at(-1)).toBe(words.join(""));
  });

  test("[SYNC7] a command that needs a look-up does not overtake or fall behind its neighbours", async () => {
    const { room, desk } = await table();
    room.world.personas.set("keeper", persona("keeper", "Keeper"));
    desk.store.send("first", { persona_id: "keeper", respond: false });
    desk.store.send("second", { persona_id: null, respond: false });
    desk.store.send("third", { persona_id: "keeper", respond: false });
    await settle(room);
    expect(entries(desk)?.slice(1)).toEqual(["first", "second", "third"]);
    expect(desk.store.view.value?.messages.slice(1).map((m) => m.author_name)).toEqual(["Keeper", "anna", "Keeper"]);
  });
});

describe("exactly once", () => {
  test("[CMD2] a repeated ref has one effect and the same ack, also after a restart", async () => {
    const { room, desk } = await table();
    const ref = "11111111-1111-4111-8111-111111111111";
    const frame = JSON.stringify({ type: "send", ref, text: "once", respond: false });
    desk.raw(frame);
    desk.raw(frame);
    await settle(room);
    room.kill();
    desk.connect();
    await settle(room);
    desk.raw(frame);
    await settle(room);
    const acks = desk.heard.filter((f) => f.type === "ack");
    expect(acks).toHaveLength(3);
    expect(new Set(acks.map((a) => JSON.stringify(a))).size).toBe(1);
    expect(entries(desk)?.filter((e) => e === "once")).toHaveLength(1);
  });

  test("[CMD2] the same ref with another body is a conflict and changes nothing", async () => {
    const { room, desk } = await table();
    const ref = "22222222-2222-4222-8222-222222222222";
    desk.raw(JSON.stringify({ type: "send", ref, text: "one", respond: false }));
    desk.raw(JSON.stringify({ type: "send", ref, text: "two", respond: false }));
    await settle(room);
    expect(nacks(desk)).toMatchObject([{ code: "conflict" }]);
    expect(entries(desk)).not.toContain("two");
  });

  test("[CMD1] a message is the sender's own, whatever the frame says", async () => {
    const { room, desk } = await table();
    desk.raw(JSON.stringify({ type: "send", ref: "33333333-3333-4333-8333-333333333333", text: "hi", user: "ben" }));
    desk.store.send("hello", { respond: false });
    await settle(room);
    expect(nacks(desk)).toMatchObject([{ code: "invalid", field: "user" }]);
    expect(last(desk)).toMatchObject({ user: "anna", entry: "hello" });
  });
});

describe("turns", () => {
  test("[CMD3] mentions are answered in their order, muted or not", async () => {
    const { room, desk } = await table(THREE);
    desk.store.command({ type: "bots", update: { bot_id: "bot-2", is_active: false } });
    desk.store.command({ type: "set", turn_taking: { strategy: "asked" } });
    desk.store.send("@Ivy then @Mara");
    await settle(room);
    expect(tickets(desk)).toEqual([
      ["bot-2", "thinking", "mentioned"],
      ["bot-0", "queued", "mentioned"],
    ]);
    await room.reply("me first");
    await room.reply("then me");
    expect(desk.store.view.value?.messages.slice(-2).map((m) => m.author_name)).toEqual(["Ivy", "Mara"]);
  });

  test("[CMD4] one bot has the floor while the others wait", async () => {
    const { room, desk } = await table(THREE);
    desk.store.command({ type: "speak", bot_ids: ["bot-0", "bot-1", "bot-2"] });
    await settle(room);
    expect(room.model.requests).toHaveLength(1);
    for (const text of ["a", "b", "c"]) await room.reply(text);
    expect(room.model.maxOpen).toBe(1);
    expect(entries(desk)?.slice(1)).toEqual(["a", "b", "c"]);
  });

  test("[TURN4] bot n reads the finished text of the bots before it", async () => {
    const { room, desk } = await table(THREE);
    desk.store.command({ type: "speak", bot_ids: ["bot-0", "bot-1"] });
    await room.reply("the lens is cracked");
    await settle(room);
    const prompt = room.model.requests[1]?.messages.map((m) => m.content).join("\n");
    expect(prompt).toContain("the lens is cracked");
  });

  test("[CMD5] an aside wakes nobody and stands in no prompt", async () => {
    const { room, desk } = await table();
    desk.store.send("between us people", { aside: true });
    desk.store.send("quietly", { respond: false });
    await settle(room);
    expect(room.model.requests).toHaveLength(0);
    desk.store.send("and you?");
    await settle(room);
    const prompt = JSON.stringify(room.model.requests[0]);
    expect(prompt).toContain("quietly");
    expect(prompt).not.toContain("between us people");
  });

  test("[CMD6] a whisper is answered by its bot and hidden from the others' prompts", async () => {
    const { room, desk } = await table(THREE);
    desk.store.send("the key is under the mat", { whisper_to: "bot-1" });
    await room.reply("I never heard that.");
    desk.store.command({ type: "speak", bot_ids: ["bot-0"] });
    await settle(room);
    const [whispered, open] = room.model.requests.map((r) => JSON.stringify(r));
    expect(whispered).toContain("under the mat");
    expect(open).not.toContain("under the mat");
    expect(open).not.toContain("never heard that");
  });

  test("[CMD8] speak gives picked bots the floor", async () => {
    const { room, desk } = await table(THREE);
    desk.store.command({ type: "speak", bot_ids: ["bot-2"] });
    await settle(room);
    expect(tickets(desk)).toEqual([["bot-2", "thinking", "picked"]]);
  });

  test("[TURN10] a bot that already waits is not queued twice", async () => {
    const { room, desk } = await table(THREE);
    desk.store.command({ type: "speak", bot_ids: ["bot-0"] });
    desk.store.command({ type: "speak", bot_ids: ["bot-1"] });
    desk.store.send("@Tobias?", { mentions: ["bot-1"] });
    await settle(room);
    expect(tickets(desk).filter(([bot]) => bot === "bot-1")).toEqual([["bot-1", "queued", "mentioned"]]);
  });

  test("[TURN5] a failed bot does not stop the queue", async () => {
    const { room, desk } = await table(THREE);
    desk.store.command({ type: "speak", bot_ids: ["bot-0", "bot-1"] });
    await settle(room);
    room.model.fail("invalid_key", false);
    await room.reply("still here");
    expect(desk.store.view.value?.messages.slice(-2)).toMatchObject([
      { failed: { code: "invalid_key" }, entry: "", message_status: { delivery_status: "failed" } },
      { entry: "still here", failed: null },
    ]);
  });

  test("[TURN5] with hold_on_failure the queue waits", async () => {
    const { room, desk } = await table(THREE);
    desk.store.command({ type: "set", turn_taking: { hold_on_failure: true } });
    desk.store.command({ type: "speak", bot_ids: ["bot-0", "bot-1"] });
    await settle(room);
    room.model.fail("invalid_key", false);
    await settle(room);
    expect(desk.store.held.value).toBe(true);
    expect(tickets(desk)).toEqual([["bot-1", "held", "picked"]]);
  });

  test("[TURN6] a transient failure is tried twice more before anyone sees it", async () => {
    const { room, desk } = await table();
    desk.store.send("hello");
    for (let attempt = 1; attempt <= 2; attempt++) {
      await settle(room);
      room.model.fail();
      await settle(room);
      expect(last(desk)).toMatchObject({ streaming: true, failed: null });
      await room.advance(5_000);
      expect(room.model.requests).toHaveLength(attempt + 1);
    }
    room.model.fail();
    await settle(room);
    expect(last(desk)).toMatchObject({ failed: { code: "provider_unavailable", retryable: true } });
    expect(entries(desk)).toContain("hello");
  });

  test("[TURN8] a bot that is gone says so in its place", async () => {
    const { room, desk } = await table();
    room.world.bots.clear();
    desk.store.send("anyone?");
    await settle(room);
    expect(last(desk)).toMatchObject({ failed: { code: "bot_unavailable" } });
  });

  test("[TURN9] a reply that goes silent ends as provider_timeout", async () => {
    const { room, desk } = await table();
    desk.store.send("hello?");
    await settle(room);
    await room.advance(130_000);
    expect(last(desk)).toMatchObject({ failed: { code: "provider_timeout" }, streaming: false });
  });
});

describe("stopping and continuing", () => {
  async function speaking() {
    const { room, desk } = await table(THREE);
    desk.store.command({ type: "speak", bot_ids: ["bot-0", "bot-1", "bot-2"] });
    await settle(room);
    room.model.say("Nobody goes up there");
    await settle(room);
    return { room, desk };
  }

  test("[CMD10] stop keeps the text, names who, and the next bot starts", async () => {
    const { room, desk } = await speaking();
    desk.store.command({ type: "stop", scope: "reply" });
    await settle(room);
    expect(desk.store.view.value?.messages.at(-2)).toMatchObject({
      entry: "Nobody goes up there",
      stopped_by: "anna",
      takes: [{ state: "stopped" }],
    });
    expect(tickets(desk)[0]).toEqual(["bot-1", "thinking", "picked"]);
  });

  test("[CMD11] stop and hold leaves the queue waiting until it is released", async () => {
    const { room, desk } = await speaking();
    desk.store.command({ type: "stop", scope: "hold" });
    await settle(room);
    expect(tickets(desk)).toEqual([
      ["bot-1", "held", "picked"],
      ["bot-2", "held", "picked"],
    ]);
    expect(room.model.isAsked).toBe(false);
    desk.store.command({ type: "queue", hold: false });
    await settle(room);
    expect(tickets(desk)[0]).toEqual(["bot-1", "thinking", "picked"]);
  });

  test("[CMD12] [STR6] stop everything empties the queue, and no delta follows", async () => {
    const { room, desk } = await speaking();
    desk.store.command({ type: "stop", scope: "all" });
    await settle(room);
    const before = deltas(desk).length;
    expect(room.model.isAsked, "the provider's request is closed at once").toBe(false);
    room.model.say("too late");
    await room.advance(10_000);
    expect(deltas(desk)).toHaveLength(before);
    expect(tickets(desk)).toEqual([]);
    expect(room.model.isAsked).toBe(false);
  });

  test("[CMD14] [CMD15] waiting turns are rearranged and skipped", async () => {
    const { room, desk } = await speaking();
    const [, tobias, ivy] = desk.store.queue.value;
    desk.store.command({ type: "queue", order: [ivy?.id ?? "", "gone", tobias?.id ?? ""] });
    await settle(room);
    expect(tickets(desk).map(([bot]) => bot)).toEqual(["bot-0", "bot-2", "bot-1"]);
    desk.store.command({ type: "queue", drop: ivy?.id ?? "" });
    await settle(room);
    expect(tickets(desk).map(([bot]) => bot)).toEqual(["bot-0", "bot-1"]);
  });

  test("[CMD17] continue extends the same message by a segment", async () => {
    const { room, desk } = await table();
    desk.store.send("tell me");
    await settle(room);
    room.model.say("Once upon");
    await settle(room);
    desk.store.command({ type: "stop", scope: "reply" });
    await settle(room);
    const message = last(desk);
    desk.store.command({ type: "continue", message_id: message?.id ?? "" });
    await settle(room);
    expect(desk.texts().at(-1)).toBe("Once upon");
    await room.reply(" a time.");
    expect(last(desk)).toMatchObject({ id: message?.id, entry: "Once upon a time.", stopped_by: null, length: 17 });
    expect(last(desk)?.takes[0]?.segments.map(({ at, length }) => [at, length])).toEqual([
      [0, 9],
      [9, 8],
    ]);
  });

  test("[CMD18] [CMD19] continue is refused where it makes no sense, and waits once", async () => {
    const { room, desk } = await table(THREE);
    desk.store.send("hello", { respond: false });
    await settle(room);
    const [greeting, hello] = desk.store.view.value?.messages ?? [];
    desk.store.command({ type: "continue", message_id: hello?.id ?? "" });
    await settle(room);
    expect(nacks(desk)).toMatchObject([{ code: "invalid", field: "message_id" }]);
    desk.store.command({ type: "speak", bot_ids: ["bot-1"] });
    desk.store.command({ type: "continue", message_id: greeting?.id ?? "" });
    desk.store.command({ type: "continue", message_id: greeting?.id ?? "" });
    await settle(room);
    expect(tickets(desk).filter(([, , reason]) => reason === "continuing")).toHaveLength(1);
    const running = room.view.messages.at(-1)?.id ?? "";
    desk.store.command({ type: "continue", message_id: running });
    await settle(room);
    expect(nacks(desk).at(-1)).toMatchObject({ code: "conflict" });
  });
});

describe("streams", () => {
  test("[STR1] [LIFE4] what a device has seen of a reply survives the death of the room", async () => {
    const { room, desk } = await table();
    desk.store.send("tell me");
    await settle(room);
    for (const word of ["The ", "lamp ", "was ", "lit"]) {
      room.model.say(word);
      await room.advance(60);
    }
    const seen = desk.texts().at(-1);
    room.kill();
    desk.connect();
    await settle(room);
    expect(seen).toBe("The lamp was lit");
    expect(last(desk)).toMatchObject({
      entry: seen,
      interrupted: true,
      streaming: false,
      takes: [{ state: "interrupted" }],
    });
    desk.store.command({ type: "continue", message_id: last(desk)?.id ?? "" });
    await room.reply(" again.");
    expect(last(desk)).toMatchObject({ entry: "The lamp was lit again.", interrupted: false });
  });

  test("[STR2] the first text goes at once, later text in windows", async () => {
    const { room, desk } = await table();
    desk.store.send("go");
    await settle(room);
    room.model.say("a");
    await settle(room);
    expect(deltas(desk)).toHaveLength(1);
    room.model.say("b", "c", "d");
    await settle(room);
    expect(deltas(desk)).toHaveLength(1);
    await room.advance(50);
    expect(deltas(desk).map((d) => d.type === "delta" && [d.at, d.text])).toEqual([
      [0, "a"],
      [1, "bcd"],
    ]);
  });

  test("[STR2] no delta splits a surrogate pair, however the model cuts", async () => {
    const { room, desk } = await table();
    desk.store.send("go");
    await settle(room);
    const text = `${"x".repeat(511)}🍞🍞 and tea ☕`;
    for (const unit of text.split("")) room.model.say(unit);
    await room.advance(200);
    for (const frame of deltas(desk)) expect(frame.type === "delta" && frame.text?.isWellFormed()).toBe(true);
    await room.drain();
    expect(last(desk)?.entry).toBe(text);
  });

  test("[STR3] a finished reply carries its length and hash, and devices hold that text", async () => {
    const room = new SimRoom();
    const desk = room.join("anna", { hash: true });
    await settle(room);
    desk.store.send("go");
    await room.reply("naïve 🍞 café");
    const sha256 = createHash("sha256").update("naïve 🍞 café").digest("hex");
    expect(last(desk)).toMatchObject({ length: 13, sha256 });
    expect(desk.heard.filter((f) => f.type === "welcome")).toHaveLength(1);
  });

  test("[STR4] reasoning is streamed and stored apart", async () => {
    const { room, desk } = await table();
    desk.store.send("go");
    await settle(room);
    room.model.think("Let me see. ");
    await settle(room);
    room.model.think("Yes.");
    await room.advance(60);
    expect(desk.store.streams.of(last(desk)?.id ?? "").value).toMatchObject({
      reasoning: "Let me see. Yes.",
      text: "",
    });
    await room.reply("It is lit.");
    expect(last(desk)).toMatchObject({ entry: "It is lit.", reasoning_content: "Let me see. Yes." });
  });

  test("[STR7] a device that joins in mid-reply gets the text so far, then the rest", async () => {
    const { room, desk } = await table();
    desk.store.send("go");
    await settle(room);
    room.model.say("so far");
    await settle(room);
    const phone = room.join();
    await settle(room);
    expect(phone.texts().at(-1)).toBe("so far");
    await room.reply(", so good");
    expect(phone.texts().at(-1)).toBe("so far, so good");
  });

  test("[STR8] a failure after the first text keeps it as interrupted", async () => {
    const { room, desk } = await table();
    desk.store.send("go");
    await settle(room);
    room.model.say("half a");
    await settle(room);
    room.model.fail();
    await settle(room);
    expect(last(desk)).toMatchObject({ entry: "half a", interrupted: true, failed: null });
    expect(room.model.requests).toHaveLength(1);
  });
});

describe("life", () => {
  test("[LIFE1] [LIFE2] the first bot is primary and its greeting, macros resolved, is message 0", async () => {
    const { desk } = await table(THREE);
    expect(desk.store.view.value?.messages).toMatchObject([{ seq: 1, entry: "Hello Anna, I am Mara.", bot: "bot-0" }]);
    expect(desk.store.view.value?.bots.map((b) => b.role)).toEqual(["primary", "secondary", "secondary"]);
    expect(desk.store.view.value?.room.conversation_type).toBe("multi-bot");
  });

  test("[LIFE5] eviction changes nothing a device can see", async () => {
    const { room, desk } = await table();
    desk.store.send("before");
    await room.reply("yes");
    await room.drain();
    const shown = desk.store.view.value;
    room.evict();
    expect(room.view).toEqual(shown);
    desk.store.send("after");
    await room.reply("still yes");
    expect(desk.closedWith).toEqual([]);
    expect(desk.heard.filter((f) => f.type === "welcome")).toHaveLength(1);
    expect(entries(desk)).toEqual(["Hello Anna, I am Barista.", "before", "yes", "after", "still yes"]);
  });

  test("[LIFE6] an idle room sets no alarm", async () => {
    const { room, desk } = await table();
    desk.store.send("hello");
    await room.reply("hi");
    await room.advance(180_000);
    expect(room.core.store.outbox.size()).toBe(0);
    expect(room.clock.alarmMs).toBeNull();
  });

  test("[LIFE7] turns that waited when the room died still happen", async () => {
    const { room, desk } = await table(THREE);
    desk.store.command({ type: "speak", bot_ids: ["bot-0", "bot-1"] });
    await settle(room);
    room.model.say("I was say");
    await settle(room);
    room.kill();
    await room.advance(1_000);
    await room.reply("my turn");
    desk.connect();
    await settle(room);
    expect(entries(desk)?.slice(-2)).toEqual(["I was say", "my turn"]);
  });

  test("[LIFE8] a reply finishes though everyone has left, and reaches D1", async () => {
    const { room, desk } = await table();
    desk.store.send("go on without me");
    await settle(room);
    room.model.say("I will");
    desk.disconnect();
    await room.reply(", alone.");
    await room.advance(2_000);
    const row = [...room.world.rows.values()].find((r) => r.kind === "message" && r.payload.includes("I will"));
    expect(JSON.parse(row?.payload ?? "{}")).toMatchObject({ entry: "I will, alone.", streaming: false });
  });
});

describe("outbox", () => {
  test("[OUT1] [OUT7] a message is in line for D1 with its event; a running reply is not", async () => {
    const { room, desk } = await table();
    await room.drain();
    desk.store.send("hello");
    await settle(room);
    const kinds = room.core.store.outbox.next(50).map((r) => r.kind);
    expect(kinds.sort()).toEqual(["conversation", "message"]);
  });

  test("[OUT2] while D1 refuses the room goes on; afterwards everything arrives in order, once", async () => {
    const { room, desk } = await table();
    await room.drain();
    room.world.writes = "refuse";
    for (let i = 0; i < 8; i++) {
      desk.store.send(`message ${i}`, { respond: false });
      await room.advance(4_000);
    }
    expect(entries(desk)).toHaveLength(9);
    room.world.writes = "accept";
    await room.advance(35_000);
    expect(room.core.store.outbox.size()).toBe(0);
    const arrived = room.world.arrivals.filter((r) => r.kind === "message").map((r) => JSON.parse(r.payload).entry);
    expect(arrived).toEqual(entries(desk));
    const stored = room.world.rows.get(`conversation:${ROOM_ID}`);
    expect(JSON.parse(stored?.payload ?? "{}").room.total_messages).toBe(9);
  });

  test("[OUT3] a write D1 took without saying so is not doubled", async () => {
    const { room, desk } = await table();
    room.world.writes = "commit-then-fail";
    desk.store.send("once", { respond: false });
    await room.advance(20_000);
    room.world.writes = "accept";
    await room.drain();
    expect(room.world.arrivals.filter((r) => r.payload.includes('"once"'))).toHaveLength(1);
  });

  test("[OUT5] the alarm is set again while D1 refuses, for as long as it takes", async () => {
    const { room, desk } = await table();
    room.world.writes = "refuse";
    desk.store.send("hello", { respond: false });
    for (let minute = 0; minute < 15; minute++) {
      await room.advance(60_000);
      expect(room.clock.alarmMs).not.toBeNull();
    }
  });

  test("[OUT5] an alarm that was lost is set again by the next life, with nobody there", async () => {
    const { room, desk } = await table();
    room.world.writes = "refuse";
    desk.store.send("hello", { respond: false });
    await room.advance(1_000);
    room.clock.alarms.set(null);
    room.world.writes = "accept";
    room.kill();
    await room.advance(35_000);
    expect(room.core.store.outbox.size()).toBe(0);
  });

  test("[OUT6] what D1 has is told, and then the room falls silent", async () => {
    const { room, desk } = await table();
    desk.store.send("hello", { respond: false });
    await settle(room);
    await room.advance(5_000);
    const view = desk.store.view.value;
    expect(view?.room.persisted_seq).toBe((view?.seq ?? 0) - 1);
    const events = desk.heard.filter((f) => f.type === "event").length;
    await room.advance(300_000);
    expect(desk.heard.filter((f) => f.type === "event")).toHaveLength(events);
    expect(room.clock.alarmMs).toBeNull();
  });
});

describe("explanations", () => {
  test("[WHY1] [WHY2] rows go out before the first token and are the stored rows", async () => {
    const { room, desk } = await table();
    room.world.entries = [entry("lamp", "The lamp is lit at dusk."), entry("bread", "Bread at seven.")];
    room.world.loreVersion = "2";
    desk.store.send("who lit the lamp?");
    await settle(room);
    const at = desk.heard.findIndex((f) => f.type === "activation");
    await room.reply("I did.");
    await room.drain();
    expect(at).toBeGreaterThan(0);
    expect(at).toBeLessThan(desk.heard.findIndex((f) => f.type === "delta"));
    const frame = desk.heard[at];
    const rows = frame?.type === "activation" ? frame.rows : [];
    expect(rows).toMatchObject([
      { knowledge_entry_id: "lamp", activation_method: "keyword", was_included: true, message_index: 2 },
    ]);
    const stored = [...room.world.rows.values()].find((r) => r.kind === "activation_log");
    expect(JSON.parse(stored?.payload ?? "")).toEqual(rows);
    const message = last(desk);
    expect(message?.activation).toMatchObject({ included: 1, by_method: { keyword: 1 } });
    const trace = JSON.parse(room.core.explanation("trace", message?.id ?? "") ?? "{}");
    expect(trace.L).toBe(2);
    expect(trace.entries).toContainEqual(expect.objectContaining({ id: "lamp", included: true, reason: null }));
    expect(trace.entries).toContainEqual(expect.objectContaining({ id: "bread", included: false, reason: "no_match" }));
    const receipt = JSON.parse(room.core.explanation("receipt", message?.id ?? "") ?? "{}");
    expect(JSON.stringify(receipt.messages)).toContain("The lamp is lit at dusk.");
  });

  test("[WHY3] deleting a message takes its firings out of the ledger", async () => {
    const { room, desk } = await table();
    room.world.entries = [entry("lamp", "The lamp is lit.")];
    room.world.loreVersion = "2";
    desk.store.send("the lamp!");
    await room.reply("Yes.");
    const seq = Number.MAX_SAFE_INTEGER;
    expect(room.core.store.turns.ledger(seq)).toMatchObject([
      { entryId: "lamp", index: 2, round: 1, method: "keyword" },
    ]);
    room.core.commit({ events: [{ type: "message.deleted", message_id: last(desk)?.id ?? "" }] }, "now");
    expect(room.core.store.turns.ledger(seq)).toEqual([]);
  });

  test("[WHY6] however many personas somebody speaks as, what the room last knew of the world stays within bounds", async () => {
    const room = new SimRoom();
    const desk = room.join();
    await room.settle();
    const known = () => room.sql.all(`SELECT DISTINCT key FROM lore_cache`).map(({ key }) => key);
    for (let n = 0; n < 24; n++) {
      const facts = { description: "", gender: null, age: null, pronouns: null, custom_pronouns: null };
      const wishes = { preferred_topics: [], avoid_topics: [], custom_instructions: "" };
      room.world.personas.set(`p${n}`, { id: `p${n}`, name: `Persona ${n}`, ...facts, ...wishes });
      desk.store.command({ type: "send", text: "hello", persona_id: `p${n}` });
      await room.reply("Hello.");
      await room.advance(1_000);
      if (n === 11) room.kill();
      if (!desk.isConnected) desk.connect();
      await room.settle();
    }
    expect(known().length).toBeLessThanOrEqual(20);
    expect(known()).toEqual(expect.arrayContaining(["bot-0:p12", "bot-0:p23"]));
    expect(known()).not.toContain("bot-0:p0");
  });

  test("[WHY4] when D1 does not answer, the room speaks from what it last knew", async () => {
    const { room, desk } = await table();
    room.world.entries = [entry("lamp", "The lamp is lit.")];
    room.world.loreVersion = "2";
    desk.store.send("the lamp!");
    await room.reply("Yes.");
    room.world.reads = "refuse";
    desk.store.send("and the lamp now?");
    await room.reply("Still.");
    expect(last(desk)).toMatchObject({ entry: "Still.", activation: { included: 1 } });
  });
});

function persona(id: string, name: string) {
  return {
    id,
    name,
    description: "",
    gender: null,
    age: null,
    pronouns: null,
    custom_pronouns: null,
    preferred_topics: [],
    avoid_topics: [],
    custom_instructions: "",
  };
}

function entry(id: string, text: string) {
  const parsed = KnowledgeInput.parse({
    entry: text,
    knowledge_collection: "tome",
    activation_settings: { primary_keys: [{ keyword: id }] },
  });
  return { ...parsed, id, title: id };
}
