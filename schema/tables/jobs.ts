import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { JOB_STATUSES } from "../../shared/fields/jobs.ts";
import { flag, isOneOf, rowTimes } from "./columns.ts";
import { users } from "./users.ts";

/** Work that may take over a second (api.md, jobs). */
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
    ...rowTimes(),
  },
  (t) => [
    index("jobs_user_idx").on(t.user, t.createdAt), // "my jobs", newest first
    index("jobs_status_idx").on(t.status, t.updatedAt), // the sweep that finds work nobody is doing
    check("jobs_status", isOneOf(t.status, JOB_STATUSES)),
    check("jobs_numbers", sql`${t.done} >= 0 and ${t.total} >= 0`),
  ],
);
export type JobRecord = typeof jobs.$inferSelect;
