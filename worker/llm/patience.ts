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
 * then at once, whatever the provider does. One wait at a time. A fast model says a thousand words a second: they share
 * one timer, which looks how late it is when it rings, and one listener.
 */
export class Patience {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #limits: PatienceLimits;
  readonly #endMs: number;
  #limitMs: number;
  /** How the wait under way ends without an answer. */
  #waiting: { readonly giveUp: () => void; readonly tire: () => void } | null = null;
  #timer: { readonly ringsMs: number; readonly cancel: () => void } | null = null;
  readonly #aborted = () => this.#waiting?.giveUp();

  constructor(clock: Clock, signal: AbortSignal, limits: PatienceLimits) {
    this.#clock = clock;
    this.#signal = signal;
    this.#limits = limits;
    this.#endMs = clock.nowMs() + limits.totalMs;
    this.#limitMs = clock.nowMs() + limits.firstMs;
    signal.addEventListener("abort", this.#aborted, { once: true });
  }

  /** A word came: the next may take its time again. */
  heard(): void {
    this.#limitMs = this.#clock.nowMs() + this.#limits.nextMs;
  }

  /** Nothing is waited for any more: no timer stays behind. */
  end(): void {
    this.#unset();
    this.#signal.removeEventListener("abort", this.#aborted);
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
    return await new Promise((resolve, reject) => {
      this.#waiting = { giveUp: () => resolve(GIVEN_UP), tire: () => reject(new OutOfPatience()) };
      this.#setTimer();
      promise.then(resolve, (cause: unknown) =>
        reject(cause instanceof Error ? cause : new Error("failed", { cause })),
      );
    });
  }

  get #dueMs(): number {
    return Math.min(this.#limitMs, this.#endMs);
  }

  /** One that rings too early sets itself anew; one that would ring too late is set anew here. */
  #setTimer(): void {
    const due = this.#dueMs;
    if (this.#timer !== null && this.#timer.ringsMs <= due) return;
    this.#unset();
    const cancel = this.#clock.after(Math.max(0, due - this.#clock.nowMs()), () => this.#ring());
    this.#timer = { ringsMs: due, cancel };
  }

  #ring(): void {
    this.#timer = null;
    if (this.#clock.nowMs() < this.#dueMs) this.#setTimer();
    else this.#waiting?.tire();
  }

  #unset(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}
