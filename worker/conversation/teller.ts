import { ticketsOf } from "./core/turns/turn-queue.ts";
import type { Clock } from "./ports.ts";
import type { Committed, RoomCore } from "./room-core.ts";
import type { Sessions } from "./sessions.ts";

/** Tells everyone what was committed: the events, and the queue where it changed. Never before the commit. */
export class Teller {
  readonly #core: RoomCore;
  readonly #sessions: Sessions;
  readonly #clock: Clock;
  #toldQueue: unknown = null;

  constructor(core: RoomCore, sessions: Sessions, clock: Clock) {
    this.#core = core;
    this.#sessions = sessions;
    this.#clock = clock;
  }

  /** Now, as events and rows carry it. */
  now(): string {
    return new Date(this.#clock.nowMs()).toISOString();
  }

  tell({ events }: Committed): void {
    const [only] = events;
    if (events.length > 1) this.#sessions.broadcast({ type: "events", list: [...events] });
    else if (only) this.#sessions.broadcast({ type: "event", event: only });
    this.tellQueue();
  }

  /** The queue to everyone, if it is another than they know. */
  tellQueue(): void {
    const { queue } = this.#core;
    if (queue === this.#toldQueue) return;
    this.#toldQueue = queue;
    this.#sessions.broadcast({ type: "queue", tickets: ticketsOf(queue), held: queue.held });
  }
}
