import { type SQL, sql } from "drizzle-orm";
import { type AnySQLiteColumn, check, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import {
  BREAK_INTERVAL,
  DAILY_LIMIT,
  type InterventionTriggers,
  WEEKLY_LIMIT,
} from "../../shared/fields/self-moderation.ts";
import { allOf, count, flag, isBetween, json, rowTimes } from "./columns.ts";
import { users } from "./users.ts";

const isClockTime = (column: AnySQLiteColumn): SQL =>
  sql`${column} glob '[0-2][0-9]:[0-5][0-9]' and ${column} < '24:00'`;

/** Limits people set for themselves; null is off. Private to their user, one row each. */
export const selfModeration = sqliteTable(
  "self_moderation",
  {
    id: text().primaryKey(),
    user: text()
      .notNull()
      .references(() => users.id),
    /** Minutes, as all numbers here. */
    daily_limit: integer(),
    weekly_limit: integer(),
    break_reminder_interval: integer(),
    night_mode_enabled: flag(),
    night_mode_start: text().notNull().default("22:00"),
    night_mode_end: text().notNull().default("08:00"),
    intervention_triggers: json<InterventionTriggers>().default({}),
    current_daily_usage: count(),
    current_weekly_usage: count(),
    ...rowTimes(),
  },
  (t) => [
    uniqueIndex("self_moderation_user_unique").on(t.user), // "my limits"; one row a person, also under race
    check(
      "self_moderation_limits",
      allOf(
        sql`coalesce(${isBetween(t.daily_limit, ...DAILY_LIMIT)}, 1)`,
        sql`coalesce(${isBetween(t.weekly_limit, ...WEEKLY_LIMIT)}, 1)`,
        sql`coalesce(${isBetween(t.break_reminder_interval, ...BREAK_INTERVAL)}, 1)`,
      ),
    ),
    check("self_moderation_night", allOf(isClockTime(t.night_mode_start), isClockTime(t.night_mode_end))),
    check("self_moderation_usage", allOf(sql`${t.current_daily_usage} >= 0`, sql`${t.current_weekly_usage} >= 0`)),
    check("self_moderation_json", sql`json_valid(${t.intervention_triggers})`),
  ],
);
export type SelfModerationRecord = typeof selfModeration.$inferSelect;
