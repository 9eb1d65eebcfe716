import type { Clock, RoomLog } from "../conversation/ports.ts";
import { dayIn, isTimeZone, lastSevenDays, msByDay } from "./core/days.ts";
import { uncovered, withSpan } from "./core/spans.ts";
import type { Directory } from "./ports.ts";
import type { UserStore } from "./user-store.ts";

const MINUTE_MS = 60_000;
/** A device in sight says so every minute; one that was silent for longer slept, and its sleep is no use. Milliseconds. */
const LONGEST_BEAT_MS = 150_000;
/** How long counted stretches are remembered: no device can tell of time before it. Milliseconds. */
const COVERED_MS = 2 * LONGEST_BEAT_MS;
/** Minutes reach D1 at most this often, milliseconds. Chosen: two rows a person in five minutes. */
const FLUSH_MS = 5 * MINUTE_MS;

/** Minutes of use so far: today, and in seven days with today. */
export interface Used {
  readonly today: number;
  readonly week: number;
}

/**
 * Counts a person's minutes once, however many devices they have open: by the server's clock, the union of the stretches
 * in which any page was in sight, by the day where the person is.
 */
export class MinutesOfUse {
  readonly #store: UserStore;
  readonly #clock: Clock;
  readonly #directory: Directory;
  readonly #log: RoomLog;

  constructor(deps: { store: UserStore; clock: Clock; directory: Directory; log: RoomLog }) {
    this.#store = deps.store;
    this.#clock = deps.clock;
    this.#directory = deps.directory;
    this.#log = deps.log;
  }

  /** The person is in this time zone from now on; a name nobody knows changes nothing. */
  setTimeZone(name: string): void {
    const upkeep = this.#store.upkeep();
    if (name !== upkeep.time_zone && isTimeZone(name)) this.#store.saveUpkeep({ ...upkeep, time_zone: name });
  }

  /** A page was in sight from `fromMs` until now. One commit, or none where it was all counted. */
  count(fromMs: number): void {
    const nowMs = this.#clock.nowMs();
    const span = { from: fromMs, to: nowMs };
    if (span.to <= span.from || nowMs - fromMs > LONGEST_BEAT_MS) return;
    const upkeep = this.#store.upkeep();
    const covered = upkeep.covered.filter(({ to }) => to > nowMs - COVERED_MS);
    const fresh = uncovered(covered, span);
    if (fresh.length === 0) return;
    this.#store.transaction(() => {
      for (const { day, ms } of fresh.flatMap((part) => msByDay(upkeep.time_zone, part))) this.#store.addUse(day, ms);
      const flush_at_ms = upkeep.flush_at_ms ?? nowMs + FLUSH_MS;
      this.#store.saveUpkeep({ ...upkeep, covered: withSpan(covered, span), flush_at_ms });
    });
  }

  used(): Used {
    const days = lastSevenDays(dayIn(this.#store.upkeep().time_zone, this.#clock.nowMs()));
    const ms = days.map((day) => this.#store.useOf(day));
    return { today: minutes(ms[0] ?? 0), week: minutes(ms.reduce((sum, each) => sum + each, 0)) };
  }

  /** When minutes are to be written next, Unix milliseconds; null where D1 has all. */
  dueMs(): number | null {
    return this.#store.upkeep().flush_at_ms;
  }

  /** Brings minutes to D1 if it is time. They are absolute, so that a repeat does no harm; what fails is tried again. */
  async flush(): Promise<void> {
    const { flush_at_ms } = this.#store.upkeep();
    if (flush_at_ms === null || flush_at_ms > this.#clock.nowMs()) return;
    const days = this.#store.unwrittenDays();
    try {
      if (days.length > 0) await this.#directory.writeUsage({ days, ...this.used() });
      this.#store.noteWritten(days);
      this.#plan(this.#store.unwrittenDays().length > 0 ? FLUSH_MS : null);
    } catch (cause) {
      this.#log.error("minutes of use could not be written", cause);
      this.#plan(FLUSH_MS);
    }
  }

  #plan(inMs: number | null): void {
    const flush_at_ms = inMs === null ? null : this.#clock.nowMs() + inMs;
    this.#store.saveUpkeep({ ...this.#store.upkeep(), flush_at_ms });
  }
}

const minutes = (ms: number): number => Math.floor(ms / MINUTE_MS);
