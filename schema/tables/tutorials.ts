import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { HELP_CATEGORIES } from "../../shared/fields/documentation.ts";
import { DIFFICULTIES, type TutorialSteps } from "../../shared/fields/tutorials.ts";
import { allOf, flag, isOneOf, json, rowTimes } from "./columns.ts";

/** Tutorials. How far a person is in one stands in their `preferences`. */
export const tutorials = sqliteTable(
  "tutorials",
  {
    id: text().primaryKey(),
    title: text().notNull(),
    description: text().notNull().default(""),
    category: text({ enum: HELP_CATEGORIES }).notNull(),
    difficulty: text({ enum: DIFFICULTIES }).notNull().default("beginner"),
    steps: json<TutorialSteps>().default([]),
    /** Minutes. */
    estimated_time: integer().notNull().default(2),
    is_published: flag(),
    ...rowTimes(),
  },
  (t) => [
    index("tutorials_published_idx").on(t.is_published, t.createdAt), // the tutorials, oldest first
    check("tutorials_enums", allOf(isOneOf(t.category, HELP_CATEGORIES), isOneOf(t.difficulty, DIFFICULTIES))),
    check("tutorials_time", sql`${t.estimated_time} > 0`),
    check("tutorials_json", sql`json_valid(${t.steps})`),
  ],
);
export type TutorialRecord = typeof tutorials.$inferSelect;
