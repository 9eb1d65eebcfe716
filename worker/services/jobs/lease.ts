import { and, eq, inArray, isNull, lte, or, type SQL } from "drizzle-orm";
import { type JobRecord, jobs } from "../../../schema/tables/jobs.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { newId } from "../../ids.ts";
import type { Step } from "./job-kind.ts";

/** How long a job is one runner's own after each step, milliseconds. Chosen: far longer than a step takes. */
export const LEASE_MS = 30_000;
/** Wait after the first failed step, doubled with each further one up to the longest, milliseconds. Chosen. */
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 3_600_000;

/** Whether a job wants work and nobody is at it. */
export const isDue = (nowMs: number): SQL | undefined =>
  and(
    inArray(jobs.status, ["queued", "running"]),
    eq(jobs.paused, false),
    or(isNull(jobs.locked_until), lte(jobs.locked_until, isoTime(nowMs))),
  );

/** Takes a job for one runner. @returns Null where it is over, paused, waiting or another's. */
export async function takeLease(db: Db, id: string, nowMs: number): Promise<JobRecord | null> {
  const [taken] = await db
    .update(jobs)
    .set({
      status: "running",
      lock_owner: newId(),
      locked_until: isoTime(nowMs + LEASE_MS),
      updatedAt: isoTime(nowMs),
    })
    .where(and(eq(jobs.id, id), isDue(nowMs)))
    .returning();
  return taken ?? null;
}

/** Whether the job is still this runner's, and wanted. */
const isMine = ({ id, lock_owner }: JobRecord): SQL | undefined =>
  and(eq(jobs.id, id), eq(jobs.lock_owner, lock_owner ?? ""), eq(jobs.status, "running"));

/**
 * Notes what a step did and keeps the job for the next one.
 * @returns Null where there is no next one: paused, cancelled, taken over by another runner, or gone.
 */
export async function noteStep(db: Db, job: JobRecord, step: Step, nowMs: number): Promise<JobRecord | null> {
  const [noted] = await db
    .update(jobs)
    .set({
      phase: step.phase ?? job.phase,
      ...(step.done === undefined ? {} : { done: step.done }),
      ...(step.total === undefined ? {} : { total: step.total }),
      ...(step.cursor === undefined ? {} : { cursor: step.cursor }),
      attempts: 0,
      locked_until: isoTime(nowMs + LEASE_MS),
      updatedAt: isoTime(nowMs),
    })
    .where(isMine(job))
    .returning();
  if (noted === undefined || !noted.paused) return noted ?? null;
  await releaseLease(db, noted);
  return null;
}

/** Gives a job back to whoever comes next. */
export async function releaseLease(db: Db, job: JobRecord): Promise<void> {
  await db.update(jobs).set({ lock_owner: null, locked_until: null }).where(isMine(job));
}

/** Ends a job: `total` is what was done in the end. */
export async function endJob(db: Db, job: JobRecord, step: Step, nowMs: number): Promise<void> {
  await db
    .update(jobs)
    .set({
      status: "done",
      total: step.done ?? jobs.done,
      ...(step.done === undefined ? {} : { done: step.done }),
      phase: null,
      result: step.result ?? null,
      ...ended(nowMs),
    })
    .where(isMine(job));
}

/** Gives a job up for good. */
export async function failJob(db: Db, job: JobRecord, nowMs: number): Promise<void> {
  const error = { code: "internal", message: "This did not work after several tries. Please start it again." };
  await db
    .update(jobs)
    .set({ status: "failed", error, ...ended(nowMs) })
    .where(isMine(job));
}

/** Notes a failed step and leaves the job alone for a while, the longer the more failed in a row. */
export async function noteFailure(db: Db, job: JobRecord, nowMs: number): Promise<void> {
  const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(job.attempts, 20), LONGEST_WAIT_MS);
  await db
    .update(jobs)
    .set({ attempts: job.attempts + 1, lock_owner: null, locked_until: isoTime(nowMs + wait) })
    .where(isMine(job));
}

const ended = (nowMs: number) => ({ lock_owner: null, locked_until: null, updatedAt: isoTime(nowMs) });
