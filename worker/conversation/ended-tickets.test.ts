import { expect, test } from "vitest";
import type { SimClient } from "./testing/sim-client.ts";
import { SimRoom } from "./testing/sim-room.ts";

async function table(bots = ["Mara", "Tobias", "Ivy"]) {
  const room = new SimRoom({ bots });
  const desk = room.join();
  await room.settle();
  desk.store.command({ type: "set", turn_taking: { strategy: "list" } });
  await room.settle();
  desk.heard.length = 0;
  return { room, desk };
}

/** Each telling of the queue since, as the bot and the state of every ticket. */
const tellings = (client: SimClient) =>
  client.heard.flatMap((f) => (f.type === "queue" ? [f.tickets.map((t) => `${t.bot_id} ${t.state}`)] : []));
/** Tellings in which a ticket stands that is over, each with the one that follows. */
const endings = (client: SimClient) =>
  tellings(client).flatMap((told, at, all) =>
    told.some((ticket) => /stopped|interrupted|failed|skipped/.test(ticket)) ? [[told, all[at + 1]]] : [],
  );

test("[CONF4] a turn that is skipped, stopped or fails says so once on its ticket, which then is gone", async () => {
  const { room, desk } = await table();
  desk.store.send("all of you");
  await room.settle();
  const ivy = desk.store.queue.value.find((t) => t.bot_id === "bot-2")?.id ?? "";
  desk.store.command({ type: "queue", drop: ivy });
  await room.settle();
  room.model.say("I was about to");
  await room.settle();
  desk.store.command({ type: "stop", scope: "reply" });
  await room.settle();
  room.model.fail("invalid_key", false);
  await room.settle();
  expect(endings(desk)).toEqual([
    [
      ["bot-2 skipped", "bot-0 thinking", "bot-1 queued"],
      ["bot-0 thinking", "bot-1 queued"],
    ],
    [["bot-0 stopped", "bot-1 queued"], ["bot-1 queued"]],
    [["bot-1 failed"], []],
  ]);
});

test("[CONF4] a reply that was said in full only goes, and one cut in its middle is interrupted", async () => {
  const { room, desk } = await table(["Mara", "Tobias"]);
  desk.store.send("both of you");
  await room.reply("Said in full.");
  room.model.say("Half a");
  await room.settle();
  room.model.fail("provider_unavailable");
  await room.settle();
  expect(endings(desk)).toEqual([[["bot-1 interrupted"], []]]);
});

test("[CONF4] what `stop all` takes is skipped, also in a room that slept with its queue held", async () => {
  const { room, desk } = await table(["Mara", "Tobias"]);
  desk.store.command({ type: "queue", hold: true });
  desk.store.send("both of you");
  await room.settle();
  room.evict();
  desk.store.command({ type: "stop", scope: "all" });
  await room.settle();
  expect(endings(desk)).toEqual([[["bot-0 skipped", "bot-1 skipped"], []]]);
});
