/** First and longest wait after a failed write to D1, milliseconds (reliability P12: longer would miss the 60 s). */
const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;
/** Non-transient failures after which a row is parked so that the rest goes on (reliability P12). */
export const MAX_ROW_FAILURES = 20;

/** Wait before attempt `failures + 1`: doubling from a second to thirty, ±25 % so that rooms do not march in step. */
export function backoffMs(failures: number, rng: () => number): number {
  const base = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 10), LONGEST_MS);
  return Math.round(base * (0.75 + 0.5 * rng()));
}
