import { and, eq, inArray } from "drizzle-orm";
import { type JobRecord, jobs } from "../../../schema/tables/jobs.ts";
import { AppError } from "../../../shared/app-error.ts";
import { isoTime } from "../../clock.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { sameVersion } from "../version-guard.ts";
import { abandonJob } from "./abandon-job.ts";
import type { JobEditor } from "./job-kind.ts";
import { kindOf } from "./job-kinds.ts";
import { readJob, toJobRow } from "./read-jobs.ts";
import { tellJob } from "./tell-job.ts";

const isOver = (): AppError => new AppError("conflict", "over", { publicMessage: "This job is over." });

/** Changes a job while it is alive. @throws AppError `not_found`, `conflict` where it is over. */
async function changeLive(
  env: Env,
  id: string,
  change: Partial<JobRecord>,
  { userId, nowMs, expects }: JobEditor,
): Promise<JobRecord> {
  const db = openDb(env.DB);
  await readJob(db, id, userId);
  const isLive = and(eq(jobs.id, id), eq(jobs.user, userId), inArray(jobs.status, ["queued", "running"]));
  const [, changed] = await db.batch([
    ...sameVersion(db, jobs, id, expects),
    db
      .update(jobs)
      .set({ ...change, updatedAt: isoTime(nowMs) })
      .where(isLive)
      .returning(),
  ]);
  const [job] = changed;
  if (job === undefined) throw isOver();
  return job;
}

/** Lets a job wait, or go on. A step that is under way still ends. */
export async function pauseJob(env: Env, id: string, paused: boolean, editor: JobEditor) {
  const job = await changeLive(env, id, { paused }, editor);
  await tellJob(env, id);
  return toJobRow(job);
}

/**
 * Cancels a job: what it did stays done, `done` says how much that is. One that still waits is as if never asked for.
 * @throws AppError `not_found`, `conflict` where it is over or there is no way back.
 */
export async function cancelJob(env: Env, id: string, editor: JobEditor) {
  const known = await readJob(openDb(env.DB), id, editor.userId);
  const kind = kindOf(known);
  const takenBack = await kind?.takeBack?.(env, id, editor);
  if (takenBack) {
    await tellJob(env, id);
    return toJobRow(takenBack);
  }
  if (kind?.noWayBack) throw new AppError("conflict", "no way back", { publicMessage: kind.noWayBack });
  const job = await changeLive(env, id, { status: "cancelled", lock_owner: null, locked_until: null }, editor);
  await abandonJob(env, kind, job);
  await tellJob(env, id);
  return toJobRow(job);
}
