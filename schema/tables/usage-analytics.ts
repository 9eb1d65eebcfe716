import { type SQL, sql } from "drizzle-orm";
import { check, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { allOf, count, rowTimes } from "./columns.ts";
import { users } from "./users.ts";

/** What each person did on each day; private to them. */
export const usageAnalytics = sqliteTable(
  "usage_analytics",
  {
    id: text().primaryKey(),
    user: text()
      .notNull()
      .references(() => users.id),
    /** `YYYY-MM-DD`, where the person was. */
    date: text().notNull(),
    conversations_started: count(),
    messages_sent: count(),
    /** Tokens of models. */
    tokens_used: count(),
    bots_created: count(),
    knowledge_added: count(),
    /** Minutes. */
    session_duration: count(),
    ...rowTimes(),
  },
  (t) => {
    const counts = [
      t.conversations_started,
      t.messages_sent,
      t.tokens_used,
      t.bots_created,
      t.knowledge_added,
      t.session_duration,
    ];
    const isCount = counts.map((column): SQL => sql`${column} >= 0`);
    return [
      uniqueIndex("usage_analytics_day_unique").on(t.user, t.date), // "my usage" by day; one row a day, also under race
      check("usage_analytics_date", sql`${t.date} glob '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'`),
      check("usage_analytics_counts", allOf(...isCount)),
    ];
  },
);
export type UsageAnalyticsRecord = typeof usageAnalytics.$inferSelect;
