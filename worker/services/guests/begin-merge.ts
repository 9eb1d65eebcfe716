import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { runJob } from "../jobs/run-jobs.ts";
import { findLiveJob, insertJob } from "../jobs/start-job.ts";
import { endSession } from "../session/end-session.ts";
import type { Principal } from "../session/principal.ts";

/** How long a sign-in waits for the guest's things, milliseconds; what takes longer is brought over after it. Chosen. */
const WAIT_MS = 3_000;

/**
 * Brings what a guest made into the account that signed in on their device: bots, tomes, personas, memories, rooms with
 * all that was said. The guest is signed out at once. @returns Id of the job where it is not through yet.
 */
export async function beginMerge(
  env: Env,
  guest: Pick<Principal, "userId" | "sessionId" | "expiresAtMs">,
  userId: string,
  nowMs: number,
): Promise<string | null> {
  const db = openDb(env.DB);
  await endSession(db, guest, nowMs);
  await insertJob(db, { kind: "merge_guest", userId, subject: guest.userId, total: 0 }, nowMs);
  const job = await findLiveJob(db, "merge_guest", guest.userId);
  if (job === undefined) return null;
  await runJob(env, job.id, { forMs: WAIT_MS });
  return (await findLiveJob(db, "merge_guest", guest.userId))?.id ?? null;
}
