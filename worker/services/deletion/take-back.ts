import { and, eq, isNull, sql } from "drizzle-orm";
import { type JobRecord, jobs } from "../../../schema/tables/jobs.ts";
import { tombstones } from "../../../schema/tables/tombstones.ts";
import { isoTime } from "../../clock.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import type { JobEditor } from "../jobs/job-kind.ts";
import { WAITING } from "../jobs/waiting.ts";
import { sameVersion } from "../version-guard.ts";

/**
 * Takes back a deletion that still waits: the row is seen again, as it was. The job's end and the tombstone go in one
 * transaction, for a buried row without a live job is deleted by the sweep.
 * @returns Null where the deletion has begun.
 */
export async function takeBack(env: Env, id: string, { userId, nowMs, expects }: JobEditor): Promise<JobRecord | null> {
  const db = openDb(env.DB);
  const isCancelled = sql`exists (select 1 from ${jobs} where ${jobs.id} = ${id} and ${jobs.status} = 'cancelled' and ${jobs.phase} = ${WAITING})`;
  const [, cancelled] = await db.batch([
    ...sameVersion(db, jobs, id, expects),
    db
      .update(jobs)
      .set({ status: "cancelled", locked_until: null, updatedAt: isoTime(nowMs) })
      .where(
        and(
          eq(jobs.id, id),
          eq(jobs.user, userId),
          eq(jobs.status, "queued"),
          eq(jobs.phase, WAITING),
          isNull(jobs.lock_owner),
        ),
      )
      .returning(),
    db
      .delete(tombstones)
      .where(and(eq(tombstones.id, sql`(select ${jobs.subject} from ${jobs} where ${jobs.id} = ${id})`), isCancelled)),
  ]);
  return cancelled[0] ?? null;
}
