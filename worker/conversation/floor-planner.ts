import { TYPING_MS } from "../../shared/protocol/limits.ts";
import { inThread } from "./core/message-rows.ts";
import { type AutoRun, nextTalker, talkDueMs, talkEnd } from "./core/speakers/auto-talk.ts";
import { newTurn } from "./core/turns/new-turn.ts";
import { enqueue } from "./core/turns/turn-queue.ts";
import type { Clock, NewId } from "./ports.ts";
import type { RoomCore } from "./room-core.ts";
import type { Teller } from "./teller.ts";

export interface FloorPlannerDeps {
  readonly core: RoomCore;
  readonly teller: Teller;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly rng: () => number;
}

/**
 * Who speaks next where the room goes on by itself: bots that keep talking. Asked whenever the floor may be free;
 * what it decides is committed with its own count, so that no death gives a turn twice. Rules TURN15–TURN18.
 */
export class FloorPlanner {
  readonly #deps: FloorPlannerDeps;
  /** Who last said that they type, when, and until when it counts. Lost with the object: their next key says it again. */
  readonly #typing = new Map<string, { atMs: number; untilMs: number }>();

  constructor(deps: FloorPlannerDeps) {
    this.#deps = deps;
  }

  /** Somebody types, or has stopped. */
  typed(userId: string, on: boolean): void {
    const atMs = this.#deps.clock.nowMs();
    this.#typing.set(userId, { atMs, untilMs: atMs + (on ? TYPING_MS : 0) });
    this.#tellPause();
  }

  /** When a turn is due, Unix milliseconds; null where the room waits for a person. */
  dueMs(): number | null {
    const { queue, view } = this.#deps.core;
    const rules = view.room.turn_taking;
    if (!this.#isFree() || !queue.auto || queue.auto.ended !== null || rules.strategy !== "auto") return null;
    return talkDueMs(queue.auto, rules, this.#typedUntilMs(queue.auto));
  }

  /** Queues the next turn where one is due. True where it did. */
  plan(): boolean {
    this.#tellPause();
    const due = this.dueMs();
    return due !== null && this.#goOn(due);
  }

  /** Nobody speaks, waits, or keeps the others waiting. */
  #isFree(): boolean {
    const { queue } = this.#deps.core;
    return queue.turns.length === 0 && !queue.held;
  }

  #goOn(due: number): boolean {
    const { core, teller, clock, newId, rng } = this.#deps;
    const { queue, view } = core;
    const run = queue.auto;
    if (!run) return false;
    const table = { bots: view.bots, recent: inThread(view.messages, undefined) };
    // Said at once, so that nobody waits for a turn that will not come.
    const ended = talkEnd(run, view.room.turn_taking, table, clock.nowMs());
    const speaker = ended === null && due <= clock.nowMs() ? nextTalker(run, table, rng) : null;
    if (ended === null && !speaker) return false;
    const name = view.members.find((m) => m.user_id === run.asked_by)?.name ?? "";
    const actor = { userId: run.asked_by, name, role: "member" as const };
    const turn = speaker && newTurn({ newId, actor }, { ...speaker, personaId: run.persona_id, trigger: "auto" });
    const next = turn ? enqueue(queue, [turn]) : queue;
    const auto = turn ? { ...run, turns: run.turns + 1 } : { ...run, ended };
    teller.tell(core.commit({ queue: { ...next, auto } }, teller.now()));
    return turn !== null;
  }

  #tellPause(): void {
    const { clock, teller, core } = this.#deps;
    teller.tellPause(core.queue.auto !== null && this.#typedUntilMs(core.queue.auto) > clock.nowMs());
  }

  /** Who has said what they typed types no more. 0 where nobody does. */
  #typedUntilMs({ asked_by, started_ms }: AutoRun): number {
    const marks = [...this.#typing].filter(([userId, { atMs }]) => userId !== asked_by || atMs > started_ms);
    return Math.max(0, ...marks.map(([, { untilMs }]) => untilMs));
  }
}
