import fc from "fast-check";
import { expect, test } from "vitest";
import { away, back, wasThere } from "./core/absences.ts";
import { humanMessage } from "./core/message-rows.ts";
import { botCard } from "./testing/fake-world.ts";
import { SimRoom } from "./testing/sim-room.ts";

async function table() {
  const room = new SimRoom({ bots: ["Mara", "Ivy"] });
  const desk = room.join();
  desk.store.command({ type: "set", turn_taking: { strategy: "asked" } });
  await room.settle();
  const say = async (text: string) => {
    desk.store.send(text, { respond: false });
    await room.settle();
  };
  /** What stands in the prompt of a bot that answers `text`. */
  const known = async (bot: string, text: string) => {
    desk.store.send(text, { mentions: [bot] });
    await room.settle();
    const prompt =
      room.model.requests
        .at(-1)
        ?.messages.map((m) => m.content)
        .join("\n") ?? "";
    room.model.say(`${bot} heard ${text}.`);
    room.model.finish();
    await room.settle();
    return prompt;
  };
  const update = async (fields: { is_active?: boolean; caught_up?: true }) => {
    desk.store.command({ type: "bots", update: { bot_id: "bot-1", ...fields } });
    await room.settle();
  };
  return { room, desk, say, known, update };
}

test("[TURN25] a muted bot does not know what was said meanwhile, but what it is asked", async () => {
  const { say, known, update } = await table();
  await say("the key is under the mat");
  expect(await known("bot-1", "first question")).toContain("under the mat");
  await update({ is_active: false });
  await say("we only pretend to be friends");
  const woken = await known("bot-1", "what do you say?");
  expect(woken).toContain("under the mat");
  expect(woken).toContain("what do you say?");
  expect(woken).not.toContain("pretend");
  await update({ is_active: true });
  await say("welcome back");
  const later = await known("bot-1", "and now?");
  expect(later).toContain("welcome back");
  expect(later).toContain("bot-1 heard what do you say?.");
  expect(later).not.toContain("pretend");
  expect(await known("bot-0", "you heard it")).toContain("pretend");
});

test("[TURN25] a bot that joins later has not heard what was said before, until it is told", async () => {
  const { room, desk, say, known, update } = await table();
  await say("before you came");
  desk.store.command({ type: "bots", remove: ["bot-1"] });
  desk.store.command({ type: "bots", add: ["bot-1"] });
  await room.settle();
  await say("after you came");
  const late = await known("bot-1", "hello");
  expect(late).toContain("after you came");
  expect(late).not.toContain("before you came");
  await update({ caught_up: true });
  expect(await known("bot-1", "again")).toContain("before you came");
});

test("[TURN25] a bot that joins before anyone has spoken missed nothing", async () => {
  const { room, desk } = await table();
  room.world.bots.set("bot-9", botCard("bot-9", "Nia"));
  desk.store.command({ type: "bots", add: ["bot-9"] });
  await room.settle();
  expect(room.view.bots.at(-1)).toMatchObject({ bot_id: "bot-9" });
  expect(room.view.bots.at(-1)?.absences).toBeUndefined();
});

test("[TURN25] whoever comes and goes was there exactly while it was there; kept short, it hears less, never more", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 120 }), (hours) => {
      let absences: ReturnType<typeof away> = [];
      for (const [seq, isHere] of hours.entries()) absences = isHere ? back(absences, seq) : away(absences, seq);
      expect(absences.length).toBeLessThanOrEqual(30);
      const isShort = absences.length < 30;
      for (const [seq, isHere] of hours.entries()) {
        const row = { ...humanMessage(FACTS), seq };
        const heard = wasThere({ bot_id: "ivy", absences: [...absences] }, row);
        if (isShort) expect(heard).toBe(isHere);
        else expect(heard && !isHere).toBe(false);
      }
    }),
  );
});

const FACTS = {
  id: "m",
  conversation: "c",
  user: "anna",
  authorName: "Anna",
  now: "",
  text: "hm",
  personaId: null,
  replyToId: null,
  aside: false,
  whisperTo: null,
};
