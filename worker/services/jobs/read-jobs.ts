import { and, eq, type SQL } from "drizzle-orm";
import { type JobRecord, jobs } from "../../../schema/tables/jobs.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { JOB_STATUSES, JobRow } from "../../../shared/fields/jobs.ts";
import type { Db } from "../../db.ts";
import { type Cursor, keyset, type Sort } from "../keyset.ts";
import { undoUntil } from "./waiting.ts";

const { createdAt, updatedAt } = jobs;
export const JOB_SORTS = { createdAt, updatedAt } as const;

export interface JobQuery {
  readonly kind?: string | undefined;
  readonly status?: (typeof JOB_STATUSES)[number] | undefined;
  readonly sort: Sort<typeof JOB_SORTS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

/** A job as its owner sees it: how it is worked on stays here. */
export function toJobRow(record: JobRecord): JobRow & Pick<JobRecord, "createdAt" | "updatedAt"> {
  const { user: _user, subject: _subject, cursor: _cursor, ...rest } = record;
  const { lock_owner: _owner, locked_until: _until, attempts: _attempts, ...job } = rest;
  return { ...job, error: job.error ?? null, undo_until: undoUntil(record) };
}

const filterOf = ({ kind, status }: JobQuery, userId: string): SQL | undefined =>
  and(
    eq(jobs.user, userId),
    kind === undefined ? undefined : eq(jobs.kind, kind),
    status === undefined ? undefined : eq(jobs.status, status),
  );

/** A person's jobs; `limit + 1` rows at most. */
export async function listJobs(db: Db, query: JobQuery, userId: string) {
  const page = keyset(JOB_SORTS, jobs.id, query.sort, query.after);
  const found = await db
    .select()
    .from(jobs)
    .where(and(filterOf(query, userId), page.where))
    .orderBy(...page.orderBy)
    .limit(query.limit + 1);
  return found.map(toJobRow);
}

export const countJobs = (db: Db, query: JobQuery, userId: string): Promise<number> =>
  db.$count(jobs, filterOf(query, userId));

/** @throws AppError `not_found`, also for another's. */
export async function readJob(db: Db, id: string, userId: string) {
  const found = await db
    .select()
    .from(jobs)
    .where(and(eq(jobs.id, id), eq(jobs.user, userId)))
    .get();
  if (!found) throw new AppError("not_found", "no such job");
  return toJobRow(found);
}
