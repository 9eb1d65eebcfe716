import { AppError } from "../../shared/app-error.ts";
import type { Rate } from "./endpoint.ts";

/** What every caller may do anywhere, whatever an endpoint allows. Chosen: 60 a second for ten seconds. */
export const FLOOD_RATE: Rate = { max: 600, windowS: 10 };

/** Callers remembered at once; the oldest are forgotten first. Chosen: a few megabytes. */
const MAX_CALLERS = 20_000;

interface Window {
  readonly endsMs: number;
  used: number;
}

/**
 * Counts calls in fixed windows, in this isolate's memory: a shield against floods, not a quota. A caller spread over
 * isolates gets as many windows.
 */
export class RateLimiter {
  readonly #windows = new Map<string, Window>();

  /**
   * Counts one call of `caller`.
   * @returns `RateLimit` fields of the answer.
   * @throws AppError `rate_limited` with the time to wait once the window is used up.
   */
  take(caller: string, rate: Rate, nowMs: number): string {
    const window = this.#window(caller, rate, nowMs);
    window.used += 1;
    const waitMs = window.endsMs - nowMs;
    if (window.used > rate.max)
      throw new AppError("rate_limited", "too many calls", { retryAfterMs: Math.max(waitMs, 1) });
    return `limit=${rate.max}, remaining=${rate.max - window.used}, reset=${Math.ceil(waitMs / 1_000)}`;
  }

  #window(caller: string, rate: Rate, nowMs: number): Window {
    const known = this.#windows.get(caller);
    if (known !== undefined && known.endsMs > nowMs) return known;
    const window = { endsMs: nowMs + rate.windowS * 1_000, used: 0 };
    this.#windows.delete(caller);
    this.#windows.set(caller, window);
    for (const oldest of this.#windows.keys()) {
      if (this.#windows.size <= MAX_CALLERS) break;
      this.#windows.delete(oldest);
    }
    return window;
  }
}
