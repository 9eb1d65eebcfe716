import fc from "fast-check";
import { expect, test } from "vitest";
import type { CommandBody } from "../../client/state/pending-store.ts";
import { KnowledgeInput } from "../../shared/fields/knowledge.ts";
import type { MessageRow } from "../../shared/fields/message.ts";
import { applyEvent } from "../../shared/room/room-view.ts";
import type { SimClient } from "./testing/sim-client.ts";
import { SimRoom } from "./testing/sim-room.ts";

const RUNS = Number(process.env["ROLL_RUNS"] ?? 60);

/** Everything that counts from here on: totals, places, rounds, texts, lore, and nothing left over in the store. */
function standing(room: SimRoom) {
  const { total_messages, total_tokens } = room.core.counters;
  const { messages, turns } = room.core.store;
  return {
    total_messages,
    total_tokens,
    placed: messages.counted(9e9, 100).map(({ row, index, round }) => [row.id, index, round, row.entry]),
    next: messages.measure(9e9),
    ledger: turns.ledger(9e9),
    stored: messages.everywhereAfter(0, 1_000).map((m) => m.id),
    firings: room.sql.all(`SELECT message_id, take_id, generation_id, entry_id FROM firings ORDER BY id`),
    traces: room.sql.all(`SELECT message_id, take_id, generation_id FROM traces ORDER BY id`),
  };
}

/** A room where lamp, bread and rope wake in turn and rest for a while. */
async function start(): Promise<{ room: SimRoom; desk: SimClient }> {
  const room = new SimRoom({ bots: ["Mara", "Tobias"] });
  room.world.entries = ["lamp", "bread", "rope"].map((keyword, i) => {
    const parsed = KnowledgeInput.parse({
      entry: `About the ${keyword}.`,
      knowledge_collection: "tome",
      activation_settings: { primary_keys: [{ keyword }] },
      advanced_activation: { sticky: i, cooldown: 2, delay: i },
    });
    return { ...parsed, id: keyword, title: keyword };
  });
  room.world.loreVersion = "2";
  const desk = room.join();
  await room.settle();
  return { room, desk };
}

/** One thing someone does, on the message and in the way that `at` and `way` pick. */
interface Step {
  readonly kind: (typeof KINDS)[number];
  readonly at: number;
  readonly way: number;
}
const KINDS = [
  "say",
  "thread",
  "retake",
  "choose",
  "continue",
  "part",
  "edit",
  "reword",
  "hide",
  "remove",
  "untake",
  "kill",
] as const;
const WORDS = ["the lamp", "bread", "a rope", "lamp and bread", "nothing"];

class Play {
  readonly #room: SimRoom;
  readonly #desk: SimClient;
  /** Messages that were there before and must be again. */
  readonly #kept: ReadonlySet<string>;

  constructor(room: SimRoom, desk: SimClient, kept: readonly string[] = []) {
    this.#room = room;
    this.#desk = desk;
    this.#kept = new Set(kept);
  }

  async give(command: CommandBody): Promise<void> {
    this.#desk.store.command(command);
    await this.#room.settle();
    // Frames have their pace; so have people.
    await this.#room.advance(200);
  }

  /** Lets whoever was asked answer, be stopped, fail or die. */
  async answer(way: number): Promise<void> {
    const { model } = this.#room;
    for (let turns = 0; model.isAsked && turns < 5; turns++) {
      if (way % 3 !== 0) model.say(`${WORDS[(way + turns) % WORDS.length]}. `);
      await this.#room.settle();
      if (way % 7 === 1) model.fail("invalid_key", false);
      else if (way % 7 === 2) this.#desk.store.command({ type: "stop", scope: "reply" });
      else if (way % 7 === 3) this.#die();
      else model.finish();
      await this.#room.settle();
      await this.#room.advance(200);
    }
  }

  #die(): void {
    this.#room.kill();
    this.#desk.connect();
  }

  async step({ kind, at, way }: Step): Promise<void> {
    if (kind === "say") this.#desk.store.send(`${WORDS[at % WORDS.length]}?`);
    else if (kind === "thread") await this.#sayAside(WORDS[at % WORDS.length] ?? "", way);
    else if (kind === "kill") this.#die();
    else {
      const { messages } = this.#room.view;
      const message = messages[at % messages.length];
      const command = message && this.#commandFor(kind, message, way);
      if (command) await this.give(command);
    }
    await this.#room.settle();
    await this.answer(way);
  }

  async #sayAside(text: string, way: number): Promise<void> {
    const starts = this.#room.view.messages.filter((m) => m.message_thread.thread_id === undefined);
    const start = starts[way % starts.length];
    if (start) await this.give({ type: "send", text: `${text}?`, thread_id: start.id });
  }

  #commandFor(kind: Step["kind"], message: MessageRow, way: number): CommandBody | null {
    const { id: message_id } = message;
    const take = message.takes[way % Math.max(1, message.takes.length)];
    const segment = take?.segments[way % Math.max(1, take.segments.length)];
    switch (kind) {
      case "retake":
        return { type: "retake", message_id };
      case "continue":
        return { type: "continue", message_id };
      case "part":
        return segment ? { type: "retake", message_id, segment_id: segment.id } : null;
      case "choose":
        return take ? { type: "choose_take", message_id, take_id: take.id } : null;
      case "edit":
        return message.bot === null ? { type: "edit", message_id, text: `${WORDS[way % 5]}!`, respond: true } : null;
      case "reword":
        return { type: "edit", message_id, text: `${WORDS[way % 5]}.` };
      case "hide":
        return { type: "hide", message_id, hidden: way % 2 === 0 };
      case "remove":
        return this.#kept.has(message_id) ? null : { type: "delete", message_id };
      case "untake":
        return take && !this.#kept.has(message_id) ? { type: "delete_take", message_id, take_id: take.id } : null;
      default:
        return null;
    }
  }

  /** Takes everything back that was not there before. */
  async undo(before: readonly MessageRow[]): Promise<void> {
    const now = (id: string) => this.#room.core.message(id);
    for (const { id: message_id, current_take_id } of before) {
      const take_id = current_take_id ?? now(message_id)?.takes[0]?.id;
      if (take_id !== undefined) await this.give({ type: "choose_take", message_id, take_id });
    }
    for (const { id: message_id } of this.#room.view.messages)
      if (!this.#kept.has(message_id)) await this.give({ type: "delete", message_id });
    for (const was of before) await this.#restore(was, now(was.id));
  }

  async #restore(was: MessageRow, is: MessageRow | null): Promise<void> {
    if (!is) throw new Error("a message that was there is gone");
    const message_id = was.id;
    const takes = was.bot === null ? [] : was.takes;
    for (const take of is.takes) {
      if (take.id !== is.current_take_id) await this.give({ type: "delete_take", message_id, take_id: take.id });
      const old = takes.find((t) => t.id === take.id);
      for (const { id: segment_id } of take.segments)
        if (old && !old.segments.some((s) => s.id === segment_id))
          await this.give({ type: "delete_take", message_id, take_id: take.id, segment_id });
    }
    if (is.hidden) await this.give({ type: "hide", message_id, hidden: false });
    if (was.bot === null && is.entry !== was.entry) await this.give({ type: "edit", message_id, text: was.entry });
  }
}

const steps = (maxLength: number) =>
  fc.array(fc.record({ kind: fc.constantFrom(...KINDS), at: fc.nat(50), way: fc.nat(50) }), { maxLength });

test(`[ROLL1] [ROLL2] whatever was done and taken back leaves the room as if it had never been (${RUNS} rooms)`, {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(50), { minLength: 1, maxLength: 3 }), steps(14), async (talk, doing) => {
      const { room, desk } = await start();
      const first = new Play(room, desk);
      for (const at of talk) await first.step({ kind: "say", at, way: 4 });
      const before = [...room.view.messages];
      const stood = standing(room);
      const play = new Play(
        room,
        desk,
        before.map((m) => m.id),
      );
      for (const step of doing) await play.step(step);
      await play.undo(before);
      expect(standing(room)).toEqual(stood);
      const log = room.core.store.log.eventsAfter(0) ?? [];
      const empty = { ...room.view, seq: 0, messages: [] };
      expect(log.reduce(applyEvent, empty).messages).toEqual(room.view.messages);
      expect(desk.store.view.value).toEqual(room.view);
    }),
    { numRuns: RUNS },
  );
});
