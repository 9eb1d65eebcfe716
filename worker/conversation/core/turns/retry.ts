import type { ReplyError } from "../../../../shared/fields/message.ts";

/** Transient failures are tried twice more before anyone sees them (rooms.md §7). */
const MAX_ATTEMPTS = 3;
/** A provider's wish to wait is honoured up to here, milliseconds; beyond it people are told (reliability §3.6). */
const LONGEST_WAIT_MS = 20_000;
const FIRST_WAIT_MS = 500;

/** Wait before the next attempt, milliseconds; null when the failure is final. Only asked while no text has come. */
export function retryWaitMs(error: ReplyError, attempt: number, rng: () => number): number | null {
  if (!error.retryable || attempt >= MAX_ATTEMPTS) return null;
  if (error.retry_after_ms !== undefined) return error.retry_after_ms <= LONGEST_WAIT_MS ? error.retry_after_ms : null;
  return Math.round(FIRST_WAIT_MS * 4 ** (attempt - 1) * (0.75 + 0.5 * rng()));
}
