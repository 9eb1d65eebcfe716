import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { MOODS, type MoodTriggers } from "../../shared/fields/moods.ts";
import { isBetween, isOneOf, json, rowTimes } from "./columns.ts";
import { users } from "./users.ts";

/** How people say they feel; private to their user. */
export const moods = sqliteTable(
  "moods",
  {
    id: text().primaryKey(),
    user: text()
      .notNull()
      .references(() => users.id),
    mood: text({ enum: MOODS }).notNull(),
    intensity: integer().notNull(),
    note: text().notNull().default(""),
    triggers: json<MoodTriggers>().default([]),
    ...rowTimes(),
  },
  (t) => [
    index("moods_user_idx").on(t.user, t.createdAt), // "my moods" by time, and their statistics
    check("moods_mood", isOneOf(t.mood, MOODS)),
    check("moods_intensity", isBetween(t.intensity, 1, 5)),
    check("moods_json", sql`json_valid(${t.triggers})`),
  ],
);
export type MoodRecord = typeof moods.$inferSelect;
