import { backoffMs, MAX_ROW_FAILURES } from "./core/outbox/backoff.ts";
import { type Clock, type OutboxSink, PoisonRow, type RoomLog } from "./ports.ts";
import type { OutboxStore } from "./room-store.ts";

/** Rows of one write to D1 (reliability §1.2). */
const BATCH = 50;
/** Batches of one wake; what is left waits for the next, so that no wake grows without end. */
const BATCHES_PER_WAKE = 20;
/** Rest between a change and its write, milliseconds: a turn's rows travel together. */
const SETTLE_MS = 250;

/**
 * A write under way is given this long before the next wake asks again, milliseconds: longer than D1 may take, so that
 * no alarm rings in vain, and soon enough should the object die in between.
 */
const UNDER_WAY_MS = 10_000;

/** Carries the outbox to D1: in order, at least once, with back-off, whatever D1 does. Never throws. Rules OUT. */
export class OutboxDrain {
  readonly #store: OutboxStore;
  readonly #sink: OutboxSink;
  readonly #clock: Clock;
  readonly #rng: () => number;
  readonly #log: RoomLog;
  #failures = 0;
  #dueMs: number | null = null;
  #writing: Promise<void> | null = null;
  #stopped = false;

  constructor(deps: { store: OutboxStore; sink: OutboxSink; clock: Clock; rng: () => number; log: RoomLog }) {
    this.#store = deps.store;
    this.#sink = deps.sink;
    this.#clock = deps.clock;
    this.#rng = deps.rng;
    this.#log = deps.log;
  }

  /** When the next write should happen, Unix milliseconds; null when nothing waits. Known only to this life of the object. */
  dueMs(): number | null {
    if (this.#stopped) return null;
    // While a write is due something waits, and each frame asks: only else is it worth a look.
    if (this.#dueMs === null && !this.#store.isEmpty()) this.#dueMs = this.#clock.nowMs() + SETTLE_MS;
    return this.#dueMs;
  }

  /** Writes what waits, if it is due or `now` says so. Answers how many rows D1 has taken. */
  async drain(now = false): Promise<number> {
    // Who asks for it now is told what D1 has. What was in line before goes with the write under way, or with the next.
    for (let waits = 0; now && this.#writing && waits < 2; waits++) await this.#writing;
    const due = this.dueMs();
    if (this.#writing || due === null || (!now && due > this.#clock.nowMs())) return 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#writing = promise;
    let written = 0;
    try {
      for (let batch = 0; batch < BATCHES_PER_WAKE && !this.#stopped; batch++) {
        const rows = this.#store.next(BATCH);
        if (rows.length === 0) break;
        this.#dueMs = this.#clock.nowMs() + UNDER_WAY_MS;
        await this.#sink.write(rows);
        // Only now: a row leaves the outbox after D1 has it, never before.
        this.#store.remove(rows);
        written += rows.length;
        this.#failures = 0;
      }
      this.#dueMs = null;
    } catch (cause) {
      this.#backOff(cause);
    } finally {
      this.#writing = null;
      resolve();
    }
    return written;
  }

  /** Writes nothing more. Resolves once nothing is under way either: what is deleted then stays deleted. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#writing;
  }

  #backOff(cause: unknown): void {
    this.#failures += 1;
    if (cause instanceof PoisonRow) this.#store.blame(cause.rowId, MAX_ROW_FAILURES);
    this.#dueMs = this.#clock.nowMs() + backoffMs(this.#failures, this.#rng);
    this.#log.error("D1 did not take the outbox", cause);
  }
}
