import type { ClientClock } from "../state/ports.ts";

/** How long a deletion waits for second thoughts, milliseconds. As long as its toast offers the way back. */
export const UNDO_MS = 12_000;

/**
 * Deletions that can be taken back: the call is made only when the time for second thoughts is over, or when the page
 * is being left. What was deleted nobody has to restore.
 */
export class LateDeletions {
  readonly #clock: Pick<ClientClock, "after">;
  readonly #waiting = new Map<string, { readonly cancel: () => void; readonly run: () => void }>();

  constructor(clock: Pick<ClientClock, "after">) {
    this.#clock = clock;
  }

  /** Runs `run` later, once. A second wish for the same `id` replaces the first. */
  later(id: string, run: () => void): void {
    this.undo(id);
    const cancel = this.#clock.after(UNDO_MS, () => {
      this.#waiting.delete(id);
      run();
    });
    this.#waiting.set(id, { cancel, run });
  }

  /** @returns False where it is too late. */
  undo(id: string): boolean {
    this.#waiting.get(id)?.cancel();
    return this.#waiting.delete(id);
  }

  /** Runs all that wait, now. */
  flush(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { cancel, run } of waiting) {
      cancel();
      run();
    }
  }
}
