import { and, eq, inArray } from "drizzle-orm";
import { type JobRecord, jobs } from "../../../schema/tables/jobs.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { newId } from "../../ids.ts";
import type { JobKindName } from "./job-kind.ts";
import { WAITING } from "./waiting.ts";

/** A job to be: whose, about what, and how much of it there is. */
export interface NewJob {
  readonly kind: JobKindName;
  readonly userId: string;
  /** Id of the row it is about: while one job of a kind for it is alive, a second is not made. */
  readonly subject: string;
  readonly total: number;
  /** Nobody begins it before. */
  readonly waitsUntilMs?: number | undefined;
  /** What people know the row by, shown while it waits. */
  readonly name?: string | null | undefined;
}

/** The insert of a job, for the batch that makes it necessary. Does nothing where there is a live one already. */
export function insertJob(db: Db, { kind, userId, subject, total, waitsUntilMs, name }: NewJob, nowMs: number) {
  const now = isoTime(nowMs);
  const wait =
    waitsUntilMs === undefined ? {} : { phase: WAITING, locked_until: isoTime(waitsUntilMs), result: { name } };
  return db
    .insert(jobs)
    .values({ id: newId(), kind, user: userId, subject, total, ...wait, createdAt: now, updatedAt: now })
    .onConflictDoNothing();
}

/** The live job of a kind for a row. */
export const findLiveJob = (db: Db, kind: JobKindName, subject: string): Promise<JobRecord | undefined> =>
  db
    .select()
    .from(jobs)
    .where(and(eq(jobs.kind, kind), eq(jobs.subject, subject), inArray(jobs.status, ["queued", "running"])))
    .get();
