import type { Job } from "./job-list.ts";

/** Fewer say nothing about how fast it goes (ux §2.9). */
const LEAST_SAMPLES = 3;
/** Older ones say how fast it went once. */
const MOST_SAMPLES = 10;

interface Sample {
  readonly done: number;
  readonly at_ms: number;
}

/** How fast jobs go, as far as this page has watched them. */
export class JobPace {
  #samples: ReadonlyMap<string, readonly Sample[]> = new Map();

  /** Takes down how far each job is; jobs that are over are forgotten. */
  note(jobs: readonly Job[], now_ms: number): void {
    this.#samples = new Map(
      jobs.map(({ id, done, paused }) => {
        const before = paused ? [] : (this.#samples.get(id) ?? []);
        return [id, [...before, { done, at_ms: now_ms }].slice(-MOST_SAMPLES)];
      }),
    );
  }

  /** Seconds a job still takes, as it went so far; null while that cannot be known. */
  secondsLeft({ id, done, total }: Job): number | null {
    const samples = this.#samples.get(id) ?? [];
    const [first, last] = [samples[0], samples.at(-1)];
    if (!first || !last || samples.length < LEAST_SAMPLES || total <= done) return null;
    const perSecond = ((last.done - first.done) * 1_000) / (last.at_ms - first.at_ms);
    return perSecond > 0 ? (total - done) / perSecond : null;
  }
}
