import type { Alarms, Clock } from "../ports.ts";

/** Time that stands still until a test moves it. Timers and the one alarm ring in order. */
export class VirtualClock implements Clock {
  #now = Date.UTC(2026, 10, 23);
  #next = 0;
  #timers = new Map<number, { atMs: number; task: () => void }>();
  #alarmMs: number | null = null;

  readonly alarms: Alarms = {
    set: (atMs) => {
      this.#alarmMs = atMs;
    },
  };

  nowMs(): number {
    return this.#now;
  }

  after(ms: number, task: () => void): () => void {
    const id = this.#next++;
    this.#timers.set(id, { atMs: this.#now + ms, task });
    return () => this.#timers.delete(id);
  }

  /** When the alarm will ring, or null. */
  get alarmMs(): number | null {
    return this.#alarmMs;
  }

  /** Moves time on, ringing whatever falls due, and lets promises settle in between. */
  async advance(ms: number, ring: () => Promise<void>): Promise<void> {
    const end = this.#now + ms;
    for (let steps = 0; steps < 10_000; steps++) {
      const timer = [...this.#timers].sort((a, b) => a[1].atMs - b[1].atMs)[0];
      const alarm = this.#alarmMs ?? Number.POSITIVE_INFINITY;
      const at = Math.min(timer?.[1].atMs ?? Number.POSITIVE_INFINITY, alarm);
      if (at > end) break;
      this.#now = Math.max(this.#now, at);
      if (timer && timer[1].atMs <= alarm) {
        this.#timers.delete(timer[0]);
        timer[1].task();
      } else {
        this.#alarmMs = null;
        await ring();
      }
      await settle();
    }
    this.#now = Math.max(this.#now, end);
  }
}

/** Lets everything that only waits for promises run on. Bounded: a loop of promises shows up as a hang elsewhere. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 12; i++) await Promise.resolve();
}
