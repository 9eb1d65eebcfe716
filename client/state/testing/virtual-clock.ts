import type { ClientClock } from "../ports.ts";

/** Time that passes only when a test says so. Tasks run in order of their time, then of their making. */
export class VirtualClock implements ClientClock {
  #now = 1_000_000;
  #tasks: { readonly atMs: number; readonly task: () => void }[] = [];

  nowMs(): number {
    return this.#now;
  }

  after(ms: number, task: () => void): () => void {
    const entry = { atMs: this.#now + ms, task };
    this.#tasks.push(entry);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== entry);
    };
  }

  /** Number of tasks still waiting: 0 after a store has been disposed of. */
  get waiting(): number {
    return this.#tasks.length;
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#tasks.filter((t) => t.atMs <= end).toSorted((a, b) => a.atMs - b.atMs)[0];
      if (!next) break;
      this.#tasks = this.#tasks.filter((other) => other !== next);
      this.#now = next.atMs;
      next.task();
    }
    this.#now = end;
  }
}
