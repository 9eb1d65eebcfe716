import type { Clock } from "../../conversation/ports.ts";

/**
 * A clock that never waits: when everything that could run has run, time jumps to the next timer. Sixty seconds of
 * silence pass in a moment, in the order they would have passed.
 */
export class HastyClock implements Clock {
  #now = 0;
  #next = 0;
  #isPumping = false;
  readonly #timers = new Map<number, { readonly atMs: number; readonly task: () => void }>();

  nowMs(): number {
    return this.#now;
  }

  /** Timers set and neither rung nor cancelled. */
  get waiting(): number {
    return this.#timers.size;
  }

  after(ms: number, task: () => void): () => void {
    const id = this.#next++;
    this.#timers.set(id, { atMs: this.#now + ms, task });
    this.#pump();
    return () => this.#timers.delete(id);
  }

  #pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    // Twice round the event loop: what a chunk sets off must be over before time goes on.
    setTimeout(() => setTimeout(() => this.#ring(), 0), 0);
  }

  #ring(): void {
    this.#isPumping = false;
    const [first] = [...this.#timers].toSorted((a, b) => a[1].atMs - b[1].atMs || a[0] - b[0]);
    if (first === undefined) return;
    const [id, timer] = first;
    this.#timers.delete(id);
    this.#now = Math.max(this.#now, timer.atMs);
    timer.task();
    if (this.#timers.size > 0) this.#pump();
  }
}
