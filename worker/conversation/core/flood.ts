/** How much a bucket holds, and how fast it fills again. */
export interface Pace {
  readonly perSecond: number;
  readonly burst: number;
}

/** Frames a socket may send: 20 a second, 40 at once (reliability S-30). */
export const FRAMES: Pace = { perSecond: 20, burst: 40 };
/** Commands a socket may give in the long run: 120 a minute (reliability S-30), those of a minute at once. */
export const COMMANDS: Pace = { perSecond: 2, burst: 120 };
/**
 * Times a socket may ask for the whole room. Chosen: a device that keeps losing its place tries a few times; one that
 * asks on would be sent half a megabyte for every sixty bytes, and the runtime keeps what it does not read.
 */
export const HELLOS: Pace = { perSecond: 0.2, burst: 5 };

/** Refusals before the socket is closed. */
export const MAX_WARNINGS = 3;

/** A token bucket: what is left, and when it was counted. */
export interface Bucket {
  readonly left: number;
  readonly atMs: number;
  readonly warnings: number;
}

export const fullBucket = (nowMs: number, { burst }: Pace = FRAMES): Bucket => ({
  left: burst,
  atMs: nowMs,
  warnings: 0,
});

/** The bucket after one more frame, and whether that frame is allowed. A quiet while forgives the warnings. */
export function countFrame(
  bucket: Bucket,
  nowMs: number,
  { perSecond, burst }: Pace = FRAMES,
): { bucket: Bucket; allowed: boolean } {
  const left = Math.min(burst, bucket.left + ((nowMs - bucket.atMs) / 1_000) * perSecond);
  const warnings = left >= burst ? 0 : bucket.warnings;
  if (left < 1) return { bucket: { left, atMs: nowMs, warnings: warnings + 1 }, allowed: false };
  return { bucket: { left: left - 1, atMs: nowMs, warnings }, allowed: true };
}

/** How long until the next frame is allowed, milliseconds. */
export const retryAfterMs = (bucket: Bucket, { perSecond }: Pace = FRAMES): number =>
  Math.ceil(((1 - bucket.left) / perSecond) * 1_000);
