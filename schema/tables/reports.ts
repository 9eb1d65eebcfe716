import { sql } from "drizzle-orm";
import { check, index, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { REPORT_REASONS, REPORT_STATUSES, REPORTABLE } from "../../shared/fields/reports.ts";
import { allOf, isOneOf, rowTimes } from "./columns.ts";
import { users } from "./users.ts";

/**
 * What people report and why, for staff to look at. `resource_id` names rows of several tables, and stays when they are
 * gone. Added to schema.md.
 */
export const reports = sqliteTable(
  "reports",
  {
    id: text().primaryKey(),
    /** Who reports; null once the account is gone. */
    user: text().references(() => users.id),
    resource_type: text({ enum: REPORTABLE }).notNull(),
    resource_id: text().notNull(),
    reason: text({ enum: REPORT_REASONS }).notNull(),
    note: text().notNull().default(""),
    status: text({ enum: REPORT_STATUSES }).notNull().default("open"),
    /** Who of the staff looks at it, and what came of it: for staff alone. */
    claimed_by: text().references(() => users.id),
    claimed_at: text(),
    resolution: text(),
    done_at: text(),
    ...rowTimes(),
  },
  (t) => [
    index("reports_user_idx").on(t.user, t.createdAt), // "my reports", newest first
    index("reports_claimed_by_idx").on(t.claimed_by).where(sql`claimed_by is not null`), // what a deleted account was looking at
    index("reports_status_idx").on(t.status, t.createdAt), // the queue, oldest first
    index("reports_resource_idx").on(t.resource_type, t.resource_id), // all reports of one thing
    uniqueIndex("reports_open_unique").on(t.user, t.resource_type, t.resource_id).where(sql`status <> 'done'`), // one open report a person and thing, also under race
    check(
      "reports_enums",
      allOf(
        isOneOf(t.resource_type, REPORTABLE),
        isOneOf(t.reason, REPORT_REASONS),
        isOneOf(t.status, REPORT_STATUSES),
      ),
    ),
    check("reports_claim", sql`${t.status} <> 'claimed' or ${t.claimed_by} is not null`),
  ],
);
export type ReportRecord = typeof reports.$inferSelect;
