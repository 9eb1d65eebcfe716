import { expect, test } from "vitest";
import type { TurnTaking } from "../../shared/fields/conversation.ts";
import { SimRoom } from "./testing/sim-room.ts";

async function talking(rules: Partial<TurnTaking> = {}, bots = ["Mara", "Tobias", "Ivy"]) {
  const room = new SimRoom({ bots });
  const desk = room.join();
  await room.settle();
  desk.store.command({ type: "set", turn_taking: { strategy: "auto", ...rules } });
  desk.store.send("talk among yourselves");
  await room.settle();
  return { room, desk };
}
type Table = Awaited<ReturnType<typeof talking>>;

/** Speakers of the room since the person spoke. */
const speakers = ({ room }: Table) => room.view.messages.slice(2).map((m) => m.bot);
let said = 0;
/** Ends the running reply with words of its own, and lets the next turn come. */
async function answer(
  { room }: Table,
  text = `${["one", "another", "a third", "some other"][said++ % 4]} thing ${said}`,
) {
  await room.reply(text);
  await room.advance(2_000);
}

test("[TURN15] bots go on by themselves with nobody connected, as often as the room allows, and stop by themselves", async () => {
  const table = await talking();
  const { room, desk } = table;
  desk.disconnect();
  for (let turn = 0; turn < 8; turn++) await answer(table);
  const spoke = speakers(table);
  expect(spoke).toHaveLength(6);
  expect(spoke.every((bot, at) => bot !== spoke[at - 1])).toBe(true);
  await room.advance(60_000);
  expect(room.clock.alarmMs).toBeNull();
  desk.connect();
  await room.settle();
  expect(desk.store.auto.value).toEqual({ turns: 6, most: 6, ended: "turns" });
  expect(room.model.requests.at(-1)?.trigger).toBe("auto");
});

test("[TURN15] their tickets say so and name who set them talking", async () => {
  const { desk } = await talking();
  expect(desk.store.queue.value).toMatchObject([{ reason: { code: "auto", by: "anna" }, asked_by: "anna" }]);
});

test("[TURN16] neither eviction nor death gives a turn twice or forgets the count", async () => {
  const table = await talking({ auto_max_turns: 4 });
  const { room, desk } = table;
  await room.reply("first");
  room.evict();
  await room.advance(2_000);
  expect(speakers(table)).toHaveLength(2);
  room.model.say("half a");
  await room.settle();
  room.kill();
  desk.connect();
  await room.settle();
  await room.advance(2_000);
  expect(room.view.messages.at(-2)).toMatchObject({ entry: "half a", interrupted: true });
  for (let turn = 0; turn < 4; turn++) await answer(table);
  expect(speakers(table)).toHaveLength(4);
});

test("[TURN17] they wait while somebody types, and as long after as the room says", async () => {
  const table = await talking({ wait_for_people_s: 10 });
  const { room, desk } = table;
  await room.advance(9_900);
  expect(speakers(table)).toEqual([]);
  desk.store.setTyping(true);
  await room.settle();
  expect(desk.store.auto.value).toMatchObject({ paused: true });
  await room.advance(9_900);
  expect(speakers(table)).toEqual([]);
  await room.advance(6_200);
  expect(speakers(table)).toHaveLength(1);
  await room.reply("at last");
  await room.advance(9_900);
  expect(speakers(table)).toHaveLength(1);
  await room.advance(200);
  expect(speakers(table)).toHaveLength(2);
});

test("[TURN17] a message of a person sets them going anew", async () => {
  const table = await talking({ auto_max_turns: 2 });
  await answer(table);
  table.desk.store.send("and the weather?", {});
  await table.room.settle();
  for (let turn = 0; turn < 4; turn++) await answer(table);
  expect(speakers(table).filter((bot) => bot !== null)).toHaveLength(4);
});

test("[TURN18] someone may let them go on, end their talk, or change the rule", async () => {
  const table = await talking({ auto_max_turns: 1 });
  const { room, desk } = table;
  await answer(table);
  expect(desk.store.auto.value).toMatchObject({ ended: "turns" });
  desk.store.command({ type: "queue", auto: true });
  await room.advance(2_000);
  expect(speakers(table)).toHaveLength(2);
  desk.store.command({ type: "stop", scope: "all" });
  await room.advance(60_000);
  expect(desk.store.auto.value).toMatchObject({ ended: "stopped" });
  expect(speakers(table)).toHaveLength(2);
  desk.store.command({ type: "queue", auto: true });
  desk.store.command({ type: "set", turn_taking: { strategy: "asked" } });
  await room.drain();
  await room.advance(60_000);
  expect(desk.store.auto.value).toBeNull();
  desk.store.command({ type: "queue", auto: true });
  await room.settle();
  expect(desk.heard.at(-1)).toMatchObject({ type: "nack", error: { code: "conflict", field: "auto" } });
});

test("[TURN18] [CMD13] a talk is ended by who set it going and by owners; one that is over anyone may put away", async () => {
  const table = await talking({ auto_max_turns: 2 });
  const { room, desk } = table;
  const nacked = () => ben.heard.flatMap((f) => (f.type === "nack" ? [f.error.code] : []));
  const member = { user_id: "ben", name: "Ben", role: "member" as const, joined_at: "", read_up_to: null };
  room.core.commit({ events: [{ type: "member.joined", member }] }, "now");
  const ben = room.join("ben");
  await room.reply("a first thing");
  ben.store.command({ type: "stop", scope: "all" });
  ben.store.command({ type: "queue", auto: false });
  await room.settle();
  expect(nacked()).toEqual(["forbidden", "forbidden"]);
  expect(desk.store.auto.value).toMatchObject({ ended: null });
  await room.advance(2_000);
  await answer(table, "and another");
  expect(desk.store.auto.value).toMatchObject({ ended: "turns" });
  ben.store.command({ type: "stop", scope: "all" });
  await room.settle();
  expect(nacked()).toHaveLength(2);
});

test("[TURN18] held, they wait; released, they go on", async () => {
  const table = await talking();
  const { room, desk } = table;
  desk.store.command({ type: "stop", scope: "hold" });
  await room.settle();
  await room.advance(300_000);
  expect(speakers(table)).toHaveLength(1);
  expect(room.clock.alarmMs).toBeNull();
  expect(desk.store.auto.value).toMatchObject({ turns: 1, ended: null });
  desk.store.command({ type: "queue", hold: false });
  await room.advance(2_000);
  expect(speakers(table)).toHaveLength(2);
});

test("[TURN19] they stop at the token cap, and after half an hour", async () => {
  const capped = await talking({ auto_token_cap: 19 });
  for (let turn = 0; turn < 4; turn++) await answer(capped);
  // A reply of the tests' model counts 18 tokens.
  expect(speakers(capped)).toHaveLength(2);
  expect(capped.desk.store.auto.value).toMatchObject({ ended: "tokens" });
  const late = await talking({ wait_for_people_s: 600, auto_max_turns: 50 });
  for (let turn = 0; turn < 5; turn++) {
    await late.room.advance(600_000);
    await answer(late);
  }
  expect(late.desk.store.auto.value).toMatchObject({ ended: "time" });
  expect(speakers(late)).toHaveLength(2);
});

test("[TURN19] they stop where it is no use: a key refused, two failures, one bot alone", async () => {
  const refused = await talking();
  refused.room.model.fail("invalid_key", false);
  await refused.room.advance(5_000);
  expect(refused.desk.store.auto.value).toMatchObject({ turns: 1, ended: "failed" });
  const failing = await talking();
  for (let turn = 0; turn < 2; turn++) {
    await failing.room.settle();
    failing.room.model.fail("bot_unavailable", false);
    await failing.room.advance(5_000);
  }
  expect(failing.desk.store.auto.value).toMatchObject({ turns: 2, ended: "failed" });
  const alone = await talking({}, ["Mara"]);
  await answer(alone);
  expect(alone.desk.store.auto.value).toMatchObject({ turns: 1, ended: "alone" });
});

test("[TURN20] bots that repeat each other stop, in any script", async () => {
  for (const [first, second] of [
    ["After you, my friend! I insist.", "After you, my friend… I insist!!"],
    ["お先にどうぞ、友よ。", "お先にどうぞ、友よ！"],
    ["👋👋", "👋👋"],
  ] as const) {
    const table = await talking({ auto_max_turns: 50 });
    await answer(table, first);
    await answer(table, second);
    await answer(table);
    expect(speakers(table), first).toHaveLength(2);
    expect(table.desk.store.auto.value).toMatchObject({ ended: "repeating" });
  }
});
