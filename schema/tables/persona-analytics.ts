import { sql } from "drizzle-orm";
import { check, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { allOf, count, isBetween, rowTimes } from "./columns.ts";
import { personas } from "./personas.ts";

/** How personas fared; private to the persona's owner. Scores from 0 to 100. */
export const personaAnalytics = sqliteTable(
  "persona_analytics",
  {
    id: text().primaryKey(),
    persona: text()
      .notNull()
      .references(() => personas.id),
    conversations_count: count(),
    /** Minutes. */
    average_session_length: real().notNull().default(0),
    engagement_score: real().notNull().default(0),
    consistency_score: real().notNull().default(0),
    ...rowTimes(),
  },
  (t) => [
    uniqueIndex("persona_analytics_persona_unique").on(t.persona), // a persona's figures; one row each
    check(
      "persona_analytics_numbers",
      allOf(
        sql`${t.conversations_count} >= 0`,
        sql`${t.average_session_length} >= 0`,
        isBetween(t.engagement_score, 0, 100),
        isBetween(t.consistency_score, 0, 100),
      ),
    ),
  ],
);
export type PersonaAnalyticsRecord = typeof personaAnalytics.$inferSelect;
