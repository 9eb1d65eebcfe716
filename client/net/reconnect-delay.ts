/** Bounds of the wait before trying again, milliseconds (reliability §1.3). */
export const MIN_DELAY_MS = 250;
export const MAX_DELAY_MS = 10_000;

/**
 * How long to wait before attempt `attempt` (0 is the first after a loss): anywhere between the least and a ceiling
 * that doubles each time, so that a room's devices do not all come back at once after a restart.
 * @param random Uniform in [0, 1).
 * @param reason Of the close frame; a `retry_after_ms` in it is respected.
 */
export function reconnectDelayMs(attempt: number, random: number, reason: string): number {
  const ceiling = Math.min(MAX_DELAY_MS, MIN_DELAY_MS * 2 ** (attempt + 1));
  const jittered = MIN_DELAY_MS + random * (ceiling - MIN_DELAY_MS);
  return Math.max(jittered, retryAfterMs(reason));
}

function retryAfterMs(reason: string): number {
  const [, digits] = /retry_after_ms\D{0,4}(\d{1,7})/.exec(reason) ?? [];
  return digits === undefined ? 0 : Number(digits);
}
