import { sql } from "drizzle-orm";
import { check, index, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { KeyEvents } from "../../shared/fields/memory-insights.ts";
import { allOf, isBetween, json, rowTimes } from "./columns.ts";
import { conversations } from "./conversations.ts";
import { users } from "./users.ts";

/** How stories went; private to the conversation's owner. Scores from 0 to 100. */
export const memoryInsights = sqliteTable(
  "memory_insights",
  {
    id: text().primaryKey(),
    user: text()
      .notNull()
      .references(() => users.id),
    conversation: text()
      .notNull()
      .references(() => conversations.id),
    memory_depth: real().notNull().default(0),
    story_coherence: real().notNull().default(0),
    character_development: real().notNull().default(0),
    key_events: json<KeyEvents>().default([]),
    ...rowTimes(),
  },
  (t) => [
    index("memory_insights_user_idx").on(t.user, t.createdAt), // all rows of a person who leaves
    index("memory_insights_conversation_idx").on(t.conversation, t.createdAt), // insights of a conversation, newest first
    check(
      "memory_insights_scores",
      allOf(
        isBetween(t.memory_depth, 0, 100),
        isBetween(t.story_coherence, 0, 100),
        isBetween(t.character_development, 0, 100),
      ),
    ),
    check("memory_insights_json", sql`json_valid(${t.key_events})`),
  ],
);
export type MemoryInsightRecord = typeof memoryInsights.$inferSelect;
