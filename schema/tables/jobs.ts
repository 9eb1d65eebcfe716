import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { JOB_STATUSES } from "../../shared/fields/jobs.ts";
import { flag, isOneOf, rowTimes } from "./columns.ts";
import { users } from "./users.ts";

/**
 * Work that may take over a second (api.md, jobs). Added to what answers carry: what it works on, how far it came, and
 * who is at it: a job is carried on by whoever comes next once `locked_until` is past.
 */
export const jobs = sqliteTable(
  "jobs",
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    user: text()
      .notNull()
      .references(() => users.id),
    status: text({ enum: JOB_STATUSES }).notNull().default("queued"),
    done: integer().notNull().default(0),
    total: integer().notNull().default(0),
    paused: flag(),
    phase: text(),
    result: text({ mode: "json" }).$type<unknown>(),
    /** Problem shown to the person: a code and words. */
    error: text({ mode: "json" }).$type<{ code: string; message: string } | null>(),
    /** Id of the row the job is about; one live job of a kind for each. */
    subject: text(),
    /** Where the next step begins, in the kind's own terms. */
    cursor: text({ mode: "json" }).$type<unknown>(),
    /** Whoever works on it now, and until when nobody else may: also how long to wait after a failure. */
    lock_owner: text(),
    locked_until: text(),
    /** Steps that failed since the last that did not. */
    attempts: integer().notNull().default(0),
    ...rowTimes(),
  },
  (t) => [
    index("jobs_user_idx").on(t.user, t.createdAt), // "my jobs", newest first
    uniqueIndex("jobs_subject_unique").on(t.kind, t.subject).where(sql`status in ('queued', 'running')`), // asked twice, done once
    index("jobs_status_idx").on(t.status, t.updatedAt), // the sweep that finds work nobody is doing
    check("jobs_status", isOneOf(t.status, JOB_STATUSES)),
    check("jobs_numbers", sql`${t.done} >= 0 and ${t.total} >= 0`),
  ],
);
export type JobRecord = typeof jobs.$inferSelect;
