import { expect, test } from "vitest";
import type { RoomMember, TurnTaking } from "../../shared/fields/conversation.ts";
import { SimRoom } from "./testing/sim-room.ts";

const BEN: RoomMember = { user_id: "ben", name: "Ben", role: "member", joined_at: "", read_up_to: null };

/** Anna's room, where her key pays for every bot, and Ben is there too. */
async function lending(settings: { others_key_turns?: number | null } = {}, rules: Partial<TurnTaking> = {}) {
  const room = new SimRoom({ bots: ["Mara", "Tobias", "Voice"] });
  const anna = room.join();
  await room.settle();
  room.world.payer = "anna";
  room.core.commit({ events: [{ type: "member.joined", member: BEN }] }, "now");
  const ben = room.join("ben");
  anna.store.command({ type: "set", settings, turn_taking: { strategy: "asked", ...rules } });
  await room.settle();
  return { room, anna, ben };
}
type Table = Awaited<ReturnType<typeof lending>>;

const last = ({ room }: Table) => room.view.messages.at(-1);
async function ask(table: Table, who: "anna" | "ben", text = "@Mara, the lamp?"): Promise<void> {
  table[who].store.send(text);
  await table.room.settle();
}

test("[PAY1] nobody spends the owner's key but the owner, unless they said so; the refusal is the reply's, and nothing is asked", async () => {
  const table = await lending();
  await ask(table, "ben");
  expect(last(table)).toMatchObject({ byo_key: true, failed: { code: "forbidden", retryable: false } });
  expect(table.room.model.requests).toEqual([]);
  await ask(table, "anna");
  await table.room.reply("It is lit.");
  expect(last(table)).toMatchObject({ entry: "It is lit.", failed: null });
});

test("[PAY1] what another pays for is not theirs to refuse", async () => {
  const table = await lending();
  table.room.world.payer = "platform";
  await ask(table, "ben");
  await table.room.reply("It is lit.");
  expect(last(table)?.entry).toBe("It is lit.");
});

test("[PAY2] as many turns a day as the owner says, also past a death; the owner's own do not count", async () => {
  const table = await lending({ others_key_turns: 2 });
  const { room } = table;
  await ask(table, "ben");
  await room.reply("one");
  await ask(table, "anna");
  await room.reply("mine");
  room.kill();
  table.anna.connect();
  table.ben.connect();
  await room.settle();
  table.anna.store.command({ type: "stop", scope: "all" });
  await ask(table, "ben");
  await room.reply("two");
  await ask(table, "ben");
  expect(last(table)?.failed?.message).toContain("2 turns a day");
  await room.advance(24 * 60 * 60_000);
  await ask(table, "ben");
  await room.reply("a new day");
  expect(last(table)?.entry).toBe("a new day");
  table.anna.store.command({ type: "set", settings: { others_key_turns: null } });
  for (const words of ["a", "b", "c"]) {
    await ask(table, "ben");
    await room.reply(words);
  }
  expect(last(table)?.entry).toBe("c");
});

test("[PAY2] bots that go on by themselves spend as whoever set them going, and end where they may not", async () => {
  const table = await lending({ others_key_turns: 1 }, { strategy: "auto" });
  await ask(table, "ben", "talk");
  await table.room.reply("first");
  await table.room.advance(5_000);
  await table.room.advance(5_000);
  expect(table.ben.store.auto.value).toMatchObject({ turns: 2, ended: "failed" });
  expect(table.room.model.requests).toHaveLength(1);
});

test("[PAY3] a director's question is paid and counted like a turn, said on the receipt, and not asked where its key is closed", async () => {
  const table = await lending({ others_key_turns: 2 }, { strategy: "director", max_replies: 1 });
  const { room } = table;
  await ask(table, "ben", "who has the key?");
  await room.reply("Tobias");
  await room.reply("I have it.");
  const row = last(table);
  const receipt = room.core.store.turns.receipt(row?.id ?? "", row?.current_take_id ?? "");
  expect(JSON.parse(receipt ?? "{}")).toMatchObject({ payer: "anna", director: { tokens: 18, payer: "anna" } });
  expect(room.core.queue.lent).toMatchObject({ turns: 2 });
  await ask(table, "ben", "and the lock?");
  expect(room.model.requests).toHaveLength(2);
  expect(table.ben.store.notice.value).toMatchObject({ code: "director_unpaid" });
});

test("[PAY4] others hear that the owner's key pays, and neither which nor more; handed over, nothing is lent", async () => {
  const { room, anna, ben } = await lending({ others_key_turns: 5 });
  const bot = room.view.bots[0];
  if (!bot) throw new Error("no bot");
  room.core.commit({ events: [{ type: "bot.updated", bot: { ...bot, api_key_id: "key-1" } }] }, "now");
  ben.disconnect();
  ben.connect();
  await room.settle();
  expect(ben.store.view.value?.bots[0]).toMatchObject({ api_key_id: null, owner_pays: true });
  expect(JSON.stringify(ben.heard)).not.toContain("key-1");
  anna.store.command({ type: "branch", message_id: room.view.messages[0]?.id ?? "" });
  await room.settle();
  const [branch] = [...room.world.branches.values()];
  expect(branch?.log.load()?.room.settings.others_key_turns).toBe(0);
  anna.store.command({ type: "members", update: { user_id: "ben", role: "owner" } });
  await room.settle();
  expect(room.view.room.settings).toMatchObject({ api_key_id: null, others_key_turns: 0 });
});
