import type { Clock } from "../conversation/ports.ts";

/** How long a model may be silent, milliseconds (reliability P11). */
export interface PatienceLimits {
  /** Until the first word. */
  readonly firstMs: number;
  /** Between words. */
  readonly nextMs: number;
  /** For the whole reply. */
  readonly totalMs: number;
}

export const PATIENCE: PatienceLimits = { firstMs: 60_000, nextMs: 45_000, totalMs: 600_000 };

/** Waiting ended because nobody wants the answer any more. */
export const GIVEN_UP = Symbol("given up");

/** The model was silent too long. */
export class OutOfPatience extends Error {
  override readonly name = "OutOfPatience";
  constructor() {
    super("the model was silent too long");
  }
}

/**
 * Waits for a model on a clock of its own: for the next thing, but only until the limit or until the signal aborts, and
 * then at once, whatever the provider does. One wait at a time.
 */
export class Patience {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #limits: PatienceLimits;
  readonly #endMs: number;
  #limitMs: number;

  constructor(clock: Clock, signal: AbortSignal, limits: PatienceLimits) {
    this.#clock = clock;
    this.#signal = signal;
    this.#limits = limits;
    this.#endMs = clock.nowMs() + limits.totalMs;
    this.#limitMs = clock.nowMs() + limits.firstMs;
  }

  /** A word came: the next may take its time again. */
  heard(): void {
    this.#limitMs = this.#clock.nowMs() + this.#limits.nextMs;
  }

  /**
   * @returns What `promise` gives, or GIVEN_UP when the signal aborts first.
   * @throws OutOfPatience at the limit; what `promise` throws. Later outcomes of `promise` are ignored.
   */
  async wait<T>(promise: Promise<T>): Promise<T | typeof GIVEN_UP> {
    if (this.#signal.aborted) {
      promise.catch(() => undefined);
      return GIVEN_UP;
    }
    const left = Math.min(this.#limitMs, this.#endMs) - this.#clock.nowMs();
    return await new Promise((resolve, reject) => {
      const giveUp = () => settle(() => resolve(GIVEN_UP));
      const cancel = this.#clock.after(Math.max(0, left), () => settle(() => reject(new OutOfPatience())));
      const settle = (end: () => void) => {
        cancel();
        this.#signal.removeEventListener("abort", giveUp);
        end();
      };
      this.#signal.addEventListener("abort", giveUp, { once: true });
      promise.then(
        (value) => settle(() => resolve(value)),
        (cause: unknown) => settle(() => reject(cause instanceof Error ? cause : new Error("failed", { cause }))),
      );
    });
  }
}
