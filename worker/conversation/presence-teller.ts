import type { Clock } from "./ports.ts";
import type { Sessions } from "./sessions.ts";

/** Least time between two tellings, milliseconds. Chosen: nobody sees the difference, and a full room that comes back is told of itself a few times and not fifty. */
const EVERY_MS = 250;

/** Tells everyone here who is here: at once where that is rare, together where many come and go. Rule SCALE4 in SPEC.md. */
export class PresenceTeller {
  readonly #sessions: Sessions;
  readonly #clock: Clock;
  readonly #rightsFirst: () => Promise<void> | null;
  #toldMs = Number.NEGATIVE_INFINITY;
  #isWaiting = false;

  /** @param rightsFirst To be awaited before anything is sent; null where there is nothing to wait for. */
  constructor(sessions: Sessions, clock: Clock, rightsFirst: () => Promise<void> | null) {
    this.#sessions = sessions;
    this.#clock = clock;
    this.#rightsFirst = rightsFirst;
  }

  changed(): void {
    if (this.#isWaiting) return;
    const waitMs = this.#toldMs + EVERY_MS - this.#clock.nowMs();
    if (waitMs <= 0) {
      this.#tell();
      return;
    }
    this.#isWaiting = true;
    this.#clock.after(waitMs, () => {
      this.#isWaiting = false;
      this.#tell();
    });
  }

  #tell(): void {
    // Nobody is asked about, and nothing made, for an empty room.
    if (this.#sessions.size === 0) return;
    this.#toldMs = this.#clock.nowMs();
    const check = this.#rightsFirst();
    if (check === null) this.#say();
    else void check.then(() => this.#say());
  }

  #say(): void {
    this.#sessions.broadcast({ type: "presence", members: this.#sessions.presence() });
  }
}
