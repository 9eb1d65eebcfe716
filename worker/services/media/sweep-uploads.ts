import { isoTime } from "../../clock.ts";
import type { Env } from "../../env.ts";
import { dropMedia } from "../deletion/drop-files.ts";

/** How long an upload may wait for its bytes, and a picture for its message, since it was last uploaded (reliability P26). */
const WAITS_MS = 24 * 3_600_000;
/** Uploads of one sweep. R2 takes ten times as many keys at once. */
const AT_ONCE = 100;

/**
 * Clears away uploads that came to nothing: the bytes never arrived, or no message took the picture. First they are out of
 * reach, in one statement, so that a message takes one before that or not at all; then their bytes go, then their rows.
 */
export async function sweepUploads(env: Env, nowMs: number): Promise<void> {
  await env.DB.prepare(
    `update media set stage = 'leaving' where id in (
       select id from media where stage <> 'kept' and stage in ('arriving', 'waiting') and updatedAt < ?1 limit ${AT_ONCE})`,
  )
    .bind(isoTime(nowMs - WAITS_MS))
    .run();
  const leaving = await env.DB.prepare(
    `select id, r2_key from media where stage <> 'kept' and stage = 'leaving' limit ${AT_ONCE}`,
  ).all<{ id: string; r2_key: string }>();
  if (leaving.results.length > 0) await dropMedia(env, leaving.results);
}
