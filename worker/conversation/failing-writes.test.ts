import { expect, test } from "vitest";
import type { CommandBody } from "../../client/state/pending-store.ts";
import type { SimClient } from "./testing/sim-client.ts";
import { SimRoom } from "./testing/sim-room.ts";

/** Ids of a room in which everything can be done: two exchanges, the first answer with a second take. */
interface Table {
  readonly room: SimRoom;
  readonly desk: SimClient;
  readonly said: string;
  readonly reply: string;
  readonly firstTake: string;
  readonly otherTake: string;
}

async function table(): Promise<Table> {
  const room = new SimRoom();
  const desk = room.join();
  await room.settle();
  for (const [question, answer] of [
    ["one?", "first"],
    ["two?", "second"],
  ] as const) {
    desk.store.send(question);
    await room.reply(answer);
  }
  const [, said, reply] = room.view.messages;
  desk.store.command({ type: "retake", message_id: reply?.id ?? "" });
  await room.reply("another first");
  // Whom a command asks waits, so that the writes that fail are the command's own.
  desk.store.command({ type: "queue", hold: true });
  await room.drain();
  const [first, other] = room.view.messages[2]?.takes ?? [];
  return {
    room,
    desk,
    said: said?.id ?? "",
    reply: reply?.id ?? "",
    firstTake: first?.id ?? "",
    otherTake: other?.id ?? "",
  };
}

/** What people, counters and D1 have in the end, without ids and times: those are new at each try. */
async function outcome({ room, desk }: Table) {
  await room.drain();
  const { total_messages, total_tokens } = room.core.counters;
  const shown = desk.store.view.value?.messages.map((m) => ({
    entry: m.entry,
    hidden: m.hidden,
    pinned: m.pinned,
    reactions: m.message_content.reactions,
    history: m.message_status.edit_history.map((h) => h.previous_content),
    takes: m.takes.map((t) => [t.text, t.state, t.id === m.current_take_id]),
  }));
  const d1 = [...room.world.rows.values()]
    .filter((row) => row.kind === "message")
    .map((row) => JSON.parse(row.payload));
  return {
    shown,
    d1: d1.toSorted((a, b) => a.seq - b.seq).map((m) => m.entry),
    stored: room.core.store.messages.everywhereAfter(0, 99).length,
    firings: room.sql.all(`SELECT count(*) AS n FROM firings`),
    pins: room.view.room.lore_pins?.map((pin) => [pin.entry_id, pin.turns]),
    turns: room.core.queue.turns.map(({ bot_id, trigger, state }) => [bot_id, trigger, state]),
    total_messages,
    total_tokens,
  };
}

/** Lets the write number `nth` from now on fail, once. @returns Whether it came to that. */
function failAt(room: SimRoom, nth: number): () => boolean {
  const port = room.sql as { all: SimRoom["sql"]["all"] };
  const { all } = port;
  let writes = 0;
  port.all = (query, ...bindings) => {
    const isWrite = !/^\s*(SELECT|WITH)/.test(query);
    if (isWrite && ++writes === nth) throw new Error("the disk is full");
    return all(query, ...bindings);
  };
  return () => {
    port.all = all;
    return writes >= nth;
  };
}

const COMMANDS: readonly [string, (table: Table) => CommandBody][] = [
  ["edit", ({ said }) => ({ type: "edit", message_id: said, text: "one!" })],
  ["edit of a reply", ({ reply }) => ({ type: "edit", message_id: reply, text: "put right" })],
  ["edit that takes another path", ({ said }) => ({ type: "edit", message_id: said, text: "1?", respond: true })],
  ["delete", ({ reply }) => ({ type: "delete", message_id: reply })],
  ["hide", ({ reply }) => ({ type: "hide", message_id: reply })],
  ["clear", () => ({ type: "clear" })],
  ["react", ({ said }) => ({ type: "react", message_id: said, emoji: "🍞", on: true })],
  ["pin", ({ said }) => ({ type: "pin", message_id: said, on: true })],
  ["retake", ({ reply }) => ({ type: "retake", message_id: reply })],
  ["choose_take", ({ reply, otherTake }) => ({ type: "choose_take", message_id: reply, take_id: otherTake })],
  ["delete_take", ({ reply, otherTake }) => ({ type: "delete_take", message_id: reply, take_id: otherTake })],
  ["pin_lore", () => ({ type: "pin_lore", entry_id: "lamp", turns: 3 })],
];

test.each(COMMANDS)(
  "[CMD2] [LIFE13] %s has one whole effect, whichever of its writes fails as the room dies",
  async (_name, make) => {
    const untouched = await table();
    untouched.desk.store.command(make(untouched));
    await untouched.room.settle();
    const expected = await outcome(untouched);

    for (let nth = 1, failed = true; failed; nth++) {
      const { room, desk, ...ids } = await table();
      const stop = failAt(room, nth);
      desk.store.command(make({ room, desk, ...ids }));
      await room.settle().catch(() => undefined);
      failed = stop();
      if (failed) room.kill();
      desk.connect();
      await room.settle();
      expect(await outcome({ room, desk, ...ids }), `write ${nth}`).toEqual(expected);
      expect(nth).toBeLessThan(200);
    }
  },
);
