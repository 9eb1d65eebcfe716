import { asc } from "drizzle-orm";
import { type JobRecord, jobs } from "../../../schema/tables/jobs.ts";
import { nowMs } from "../../clock.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { log } from "../../log.ts";
import { abandonJob } from "./abandon-job.ts";
import type { JobKind } from "./job-kind.ts";
import { kindOf } from "./job-kinds.ts";
import { endJob, failJob, isDue, noteFailure, noteStep, releaseLease, takeLease } from "./lease.ts";
import { TELL_EVERY_MS, tellJob } from "./tell-job.ts";

/** How long a runner goes on, milliseconds. The platform lets work end thirty seconds after an answer at most. */
export const RUN_MS = 20_000;

/** The clock a runner goes by and how long it may. */
export interface RunLimits {
  readonly clock?: () => number;
  readonly forMs?: number;
}

/**
 * Carries a job on until it is over or time is. Of several runners one works; one that dies leaves the job to whoever
 * comes once its lease is over. Never throws for what a step throws: that is tried again later.
 */
export async function runJob(env: Env, id: string, { clock = nowMs, forMs = RUN_MS }: RunLimits = {}): Promise<void> {
  const db = openDb(env.DB);
  const untilMs = clock() + forMs;
  let job = await takeLease(db, id, clock());
  if (job === null) return;
  const kind = kindOf(job);
  if (kind === null) return failJob(db, job, clock());
  let toldMs = Number.NEGATIVE_INFINITY;
  while (job !== null && clock() < untilMs) {
    if (clock() >= toldMs + TELL_EVERY_MS) {
      toldMs = clock();
      await tellJob(env, id);
    }
    job = await advance(env, db, kind, job, clock);
  }
  if (job !== null) await releaseLease(db, job);
  await tellJob(env, id);
}

/** One step of a job. @returns The job as it is then, or null where this runner is through with it. */
async function advance(
  env: Env,
  db: Db,
  kind: JobKind,
  job: JobRecord,
  clock: () => number,
): Promise<JobRecord | null> {
  try {
    const step = await kind.step(env, job, clock());
    if (!step.isOver) return await noteStep(db, job, step, clock());
    await endJob(db, job, step, clock());
  } catch (error) {
    log.error("job.step_failed", error, { kind: job.kind });
    await afterFailure(env, db, kind, job, clock());
  }
  return null;
}

async function afterFailure(env: Env, db: Db, kind: JobKind, job: JobRecord, now: number): Promise<void> {
  if (kind.maxAttempts === null || job.attempts + 1 < kind.maxAttempts) return noteFailure(db, job, now);
  await failJob(db, job, now);
  await abandonJob(env, kind, job);
}

/** Jobs looked for at once. */
const DUE_AT_ONCE = 20;

/** Carries on whatever wants work, those left alone for longest first, until nothing does or time is over. */
export async function runDueJobs(env: Env, { clock = nowMs, forMs = RUN_MS }: RunLimits = {}): Promise<void> {
  const untilMs = clock() + forMs;
  const due = await openDb(env.DB)
    .select({ id: jobs.id })
    .from(jobs)
    .where(isDue(clock()))
    .orderBy(asc(jobs.updatedAt))
    .limit(DUE_AT_ONCE);
  for (const { id } of due) if (clock() < untilMs) await runJob(env, id, { clock, forMs: untilMs - clock() });
}
