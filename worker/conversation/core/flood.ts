/** Frames a socket may send: 20 a second, 40 at once (reliability S-30). */
const PER_SECOND = 20;
const BURST = 40;
/** Refusals before the socket is closed. */
export const MAX_WARNINGS = 3;

/** A token bucket: what is left, and when it was counted. */
export interface Bucket {
  readonly left: number;
  readonly atMs: number;
  readonly warnings: number;
}

export const fullBucket = (nowMs: number): Bucket => ({ left: BURST, atMs: nowMs, warnings: 0 });

/** The bucket after one more frame, and whether that frame is allowed. A quiet while forgives the warnings. */
export function countFrame(bucket: Bucket, nowMs: number): { bucket: Bucket; allowed: boolean } {
  const left = Math.min(BURST, bucket.left + ((nowMs - bucket.atMs) / 1_000) * PER_SECOND);
  const warnings = left >= BURST ? 0 : bucket.warnings;
  if (left < 1) return { bucket: { left, atMs: nowMs, warnings: warnings + 1 }, allowed: false };
  return { bucket: { left: left - 1, atMs: nowMs, warnings }, allowed: true };
}

/** How long until the next frame is allowed, milliseconds. */
export const retryAfterMs = (bucket: Bucket): number => Math.ceil(((1 - bucket.left) / PER_SECOND) * 1_000);
