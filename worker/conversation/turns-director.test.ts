import { expect, test } from "vitest";
import type { TurnTaking } from "../../shared/fields/conversation.ts";
import { SimRoom } from "./testing/sim-room.ts";

async function directed(rules: Partial<TurnTaking> = {}, bots = ["Mara", "Tobias", "Ivy", "Voice"]) {
  const room = new SimRoom({ bots });
  const desk = room.join();
  await room.settle();
  if (bots.includes("Voice"))
    desk.store.command({ type: "bots", update: { bot_id: `bot-${bots.length - 1}`, role: "moderator" } });
  desk.store.command({ type: "set", turn_taking: { strategy: "director", ...rules } });
  await room.settle();
  return { room, desk };
}
type Table = Awaited<ReturnType<typeof directed>>;

async function ask({ room, desk }: Table, text = "who has the key?"): Promise<void> {
  desk.store.send(text);
  await room.settle();
}
const asked = ({ room }: Table) => room.model.requests.at(-1);
const spoke = ({ room }: Table) => room.view.messages.filter((m) => m.bot !== null).slice(1);
const tickets = ({ desk }: Table) => desk.store.queue.value.map((t) => [t.bot_id, t.reason]);

test("[TURN21] the director is given a closed list and its choice gets the floor, turn by turn", async () => {
  const table = await directed();
  const { room } = table;
  await ask(table);
  expect(asked(table)?.scene.bot.name).toBe("Voice");
  expect(asked(table)?.scene.choices).toEqual(["Mara", "Tobias", "Ivy"]);
  expect(asked(table)?.messages[0]?.content).not.toContain("- Voice");
  await room.reply("Ivy");
  expect(tickets(table)).toEqual([["bot-2", { code: "director", by: "anna" }]]);
  await room.reply("I have it.");
  expect(asked(table)?.scene.choices).toEqual(["Mara", "Tobias", "Nobody"]);
  expect(asked(table)?.messages[1]?.content).toContain("Ivy: I have it.");
  await room.reply("“Mara”.");
  await room.reply("And I the lock.");
  expect(spoke(table).map((m) => m.bot)).toEqual(["bot-2", "bot-0"]);
  expect([room.core.queue.pick, room.model.isAsked]).toEqual([null, false]);
});

test("[TURN21] nobody ends the round; one who is alone is not asked about; who is named speaks without it", async () => {
  const table = await directed({ max_replies: 5 });
  await ask(table);
  await table.room.reply("Tobias");
  await table.room.reply("Here.");
  await table.room.reply("Nobody");
  expect(spoke(table)).toHaveLength(1);
  expect(table.room.core.queue.pick).toBeNull();
  await ask(table, "and @Mara?");
  expect(tickets(table)).toMatchObject([["bot-0", { code: "mentioned" }]]);
  const pair = await directed({ max_replies: 1 }, ["Mara", "Voice"]);
  await ask(pair);
  expect(tickets(pair)).toEqual([["bot-0", { code: "director", by: "anna" }]]);
  expect(pair.room.model.requests).toHaveLength(1);
});

test("[TURN21] without a moderator the room's own model decides among all", async () => {
  const table = await directed({}, ["Mara", "Tobias", "Tobias"]);
  await ask(table);
  expect(asked(table)?.scene.choices).toEqual(["Mara", "Tobias", "Tobias 2"]);
  await table.room.reply("Tobias 2");
  expect(tickets(table)).toMatchObject([["bot-2", { code: "director" }]]);
});

test.each([
  ["an unknown name", "Barista"],
  ["itself", "Voice"],
  ["more than a name", "Ivy, because she has the key"],
  ["nothing", " "],
  ["an order to the room", "Mara\nTobias"],
  ["nobody, before anyone has spoken", "Nobody"],
  ["an endless talk", "Ivy ".repeat(100)],
])("[TURN22] %s is no answer: whoever fits speaks, and the tickets and a notice say why", async (_what, answer) => {
  const table = await directed({ max_replies: 2 });
  await ask(table);
  table.room.model.say(answer);
  await table.room.settle();
  // One that talks on is not listened to until it ends.
  if (tickets(table).length === 0) table.room.model.finish();
  await table.room.settle();
  const given = tickets(table);
  expect(given.length).toBeGreaterThan(0);
  for (const [bot, reason] of given) {
    expect(bot).not.toBe("bot-3");
    expect(reason).toMatchObject({ code: expect.stringMatching(/talkative|random/), instead_of: "director" });
  }
  expect(table.desk.store.notice.value).toMatchObject({ code: "director_unclear" });
  expect(table.room.core.queue.pick).toBeNull();
});

test("[TURN22] a director that fails or goes silent does not keep the room waiting", async () => {
  for (const end of ["fail", "silence"]) {
    const table = await directed();
    await ask(table);
    if (end === "fail") table.room.model.fail();
    else await table.room.advance(21_000);
    await table.room.settle();
    expect(tickets(table)[0]?.[1], end).toMatchObject({ instead_of: "director" });
  }
});

test("[TURN23] what the choice cost counts with the reply it led to, and of nobody with the reply before", async () => {
  const table = await directed({ max_replies: 5 });
  await ask(table);
  await table.room.reply("Ivy");
  await table.room.reply("I have it.");
  // The tests' model counts 11 tokens in and 7 out each time.
  expect(spoke(table)[0]?.token_tracking).toMatchObject({ input_tokens: 22, output_tokens: 14, total_tokens: 36 });
  await table.room.reply("Nobody");
  expect(spoke(table)[0]?.token_tracking.total_tokens).toBe(54);
  expect(table.room.core.counters.total_tokens).toBe(54);
});

test("[TURN24] a death in mid-question asks again and gives no turn twice", async () => {
  const table = await directed({ max_replies: 1 });
  const { room, desk } = table;
  await ask(table);
  room.model.say("Iv");
  room.kill();
  desk.connect();
  await room.advance(1_000);
  expect(room.model.isAsked).toBe(true);
  await room.reply("Mara");
  await room.reply("Here.");
  await room.advance(5_000);
  expect(spoke(table).map((m) => m.bot)).toEqual(["bot-0"]);
});

test("[TURN24] stop all, another message, or another rule ends the question; held, nobody is asked", async () => {
  const table = await directed();
  const { room, desk } = table;
  await ask(table);
  desk.store.command({ type: "stop", scope: "all" });
  await room.settle();
  expect([room.model.isAsked, room.core.queue.pick]).toEqual([false, null]);
  await ask(table, "first");
  await ask(table, "second");
  expect(room.model.open).toHaveLength(1);
  expect(asked(table)?.messages[1]?.content).toContain("second");
  desk.store.command({ type: "set", turn_taking: { strategy: "asked" } });
  await room.settle();
  expect(room.model.isAsked).toBe(false);
  desk.store.command({ type: "set", turn_taking: { strategy: "director" } });
  desk.store.command({ type: "queue", hold: true });
  await ask(table, "third");
  expect(room.model.isAsked).toBe(false);
  desk.store.command({ type: "queue", hold: false });
  await room.settle();
  expect(room.model.isAsked).toBe(true);
});

test("[TURN24] nobody is asked while somebody speaks, and a choice that comes too late for the floor is not followed", async () => {
  const table = await directed({ max_replies: 1 });
  const { room, desk } = table;
  await ask(table);
  desk.store.command({ type: "speak", bot_ids: ["bot-0"] });
  await room.settle();
  expect(room.model.open, "the director, and who was given the floor meanwhile").toHaveLength(2);
  room.model.sayAs("Voice", "Ivy");
  room.model.finishAs("Voice");
  await room.settle();
  expect(tickets(table).map(([bot]) => bot)).toEqual(["bot-0"]);
  expect(room.model.open, "nobody is asked while Mara speaks").toHaveLength(1);
  await room.reply("First me.");
  expect(asked(table)?.scene.choices, "asked anew, after what Mara said").toEqual(["Tobias", "Ivy"]);
  await room.reply("Ivy");
  await room.reply("Then I.");
  expect(spoke(table).map((m) => m.bot)).toEqual(["bot-0", "bot-2"]);
});

test("[TURN24] of whispers and asides the director hears nothing, nor of anyone's real name", async () => {
  const table = await directed();
  table.desk.store.send("between us", { whisper_to: "bot-0" });
  await table.room.reply("A secret.");
  table.desk.store.send("people only", { aside: true });
  await ask(table);
  const prompt = asked(table)
    ?.messages.map((m) => m.content)
    .join("\n");
  expect(prompt).toContain("who has the key?");
  expect(prompt).not.toMatch(/between us|A secret|people only/);
});
