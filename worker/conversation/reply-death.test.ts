import { expect, test } from "vitest";
import type { SimClient } from "./testing/sim-client.ts";
import { SimRoom } from "./testing/sim-room.ts";

const WORDS = ["The ", "lamp ", "was ", "lit"];
const MORE = " again.";

/** From the write `nth` on nothing reaches the disk any more. */
function diesAt(room: SimRoom, nth: number): { isDead(): boolean; heal(): void } {
  const port = room.sql as { all: SimRoom["sql"]["all"] };
  const { all } = port;
  let writes = 0;
  port.all = (query, ...bindings) => {
    if (!/^\s*(SELECT|WITH)/.test(query) && ++writes >= nth) throw new Error("death");
    return all(query, ...bindings);
  };
  const heal = () => {
    port.all = all;
  };
  return { isDead: () => writes >= nth, heal };
}

/** One turn, word by word, until it is over or its process is. Answers the text that its device has last seen of it. */
async function turn(room: SimRoom, desk: SimClient, isDead: () => boolean): Promise<string> {
  const whole = WORDS.join("");
  let seen = "";
  const step = async (what: () => void) => {
    if (isDead()) return;
    what();
    // A process that dies may stumble on its way down.
    await room.settle().catch(() => undefined);
    if (!isDead()) await room.advance(60).catch(() => undefined);
    const [text = ""] = desk.texts().slice(-1);
    if (whole.startsWith(text)) seen = text;
  };
  await step(() => desk.store.send("tell me"));
  for (const word of WORDS) await step(() => room.model.say(word));
  await step(() => room.model.finish());
  return seen;
}

test("[LIFE4] whichever write of a reply the process dies at: what was seen stays, nothing stays open, and it goes on", async () => {
  let interrupted = 0;
  for (let nth = 1, died = true; died; nth++) {
    const room = new SimRoom();
    const desk = room.join();
    await room.settle();
    const { isDead, heal } = diesAt(room, nth);
    const seen = await turn(room, desk, isDead);
    heal();
    died = isDead();
    if (died) room.kill();
    desk.connect();
    await room.settle();
    // A turn that had not begun begins again, by the alarm.
    await room.advance(1_000);
    if (room.model.isAsked) await room.reply(WORDS.join(""));
    const reply = room.view.messages.at(-1);
    expect(reply, `write ${nth}`).toMatchObject({ bot: "bot-0", streaming: false });
    expect(reply?.entry.startsWith(seen), `write ${nth}: "${reply?.entry}" after "${seen}" was seen`).toBe(true);
    if (reply?.interrupted) {
      interrupted += 1;
      desk.store.command({ type: "continue", message_id: reply.id });
      await room.reply(MORE);
    }
    await room.drain();
    const [, question, answer, ...others] = room.view.messages;
    expect([question?.entry, others.length], `write ${nth}`).toEqual(["tell me", 0]);
    expect(answer, `write ${nth}`).toMatchObject({
      entry: reply?.interrupted ? reply.entry + MORE : WORDS.join(""),
      interrupted: false,
      streaming: false,
    });
    expect(desk.texts().at(-1)).toBe(answer?.entry);
    expect(room.sql.all(`SELECT * FROM generations`)).toEqual([]);
    expect(nth).toBeLessThan(200);
  }
  // Before the first byte, at each window, and while it is closed.
  expect(interrupted).toBeGreaterThan(WORDS.length);
});
