import { and, desc, eq, gt, inArray, lt, sql } from "drizzle-orm";
import { type JobRecord, jobs } from "../../../schema/tables/jobs.ts";
import { AppError } from "../../../shared/app-error.ts";
import { isoTime } from "../../clock.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { findLiveJob, insertJob } from "../jobs/start-job.ts";
import { archiveKey, archiveKeys } from "./archive-keys.ts";
import { ARCHIVE_MS } from "./archive-time.ts";
import { countExport } from "./export-kind.ts";

/** An archive younger than this is answered again instead of making another, milliseconds. Chosen. */
const FRESH_MS = 3_600_000;

/** The export of everything of a person: one just made or under way, else a new one. */
export async function startExport(env: Env, userId: string, nowMs: number): Promise<JobRecord> {
  const db = openDb(env.DB);
  const known = await findFresh(db, userId, nowMs);
  if (known !== undefined) return known;
  const total = await countExport(env, userId, nowMs);
  await insertJob(db, { kind: "export", userId, subject: userId, total }, nowMs);
  const job = await findLiveJob(db, "export", userId);
  if (job === undefined) throw new AppError("internal", "the export is over before it began");
  return job;
}

const findFresh = (db: Db, userId: string, nowMs: number): Promise<JobRecord | undefined> =>
  db
    .select()
    .from(jobs)
    .where(
      and(
        eq(jobs.user, userId),
        eq(jobs.kind, "export"),
        eq(jobs.status, "done"),
        gt(jobs.updatedAt, isoTime(nowMs - FRESH_MS)),
        sql`${jobs.result} is not null`,
      ),
    )
    .orderBy(desc(jobs.createdAt))
    .get();

/** The archive at an address of one's own. @throws AppError `not_found`, also for another's and one that is over. */
export async function openArchive(
  env: Env,
  secret: string,
  { userId, nowMs }: { readonly userId: string; readonly nowMs: number },
): Promise<R2ObjectBody> {
  const job = await openDb(env.DB)
    .select({ id: jobs.id })
    .from(jobs)
    .where(
      and(
        eq(jobs.user, userId),
        eq(jobs.kind, "export"),
        sql`${jobs.result} ->> '$.url' = ${`/api/me/export/${secret}`}`,
        sql`${jobs.result} ->> '$.expires_at' > ${isoTime(nowMs)}`,
      ),
    )
    .get();
  const object = job === undefined ? null : await env.MEDIA.get(archiveKey(job.id, secret));
  if (object === null) throw new AppError("not_found", "no such archive");
  return object;
}

/** Archives of one sweep. */
const AT_ONCE = 50;
const OVER = ["done", "failed", "cancelled"] as const;

/** Removes archives whose time is over, with the jobs that made them, and what given up ones may have left. */
export async function sweepArchives(env: Env, nowMs: number): Promise<void> {
  const db = openDb(env.DB);
  const over = await db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(eq(jobs.kind, "export"), inArray(jobs.status, OVER), lt(jobs.updatedAt, isoTime(nowMs - ARCHIVE_MS))))
    .limit(AT_ONCE);
  for (const { id } of over) {
    await env.MEDIA.delete(await archiveKeys(env, id));
    await db.delete(jobs).where(eq(jobs.id, id));
  }
}
