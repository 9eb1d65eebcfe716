import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import {
  type Appearance,
  type InteractionPreferences,
  PERSONA_GENDERS,
  PERSONA_PRONOUNS,
} from "../../shared/fields/personas.ts";
import { allOf, count, flag, isBetween, isOneOf, json, rowTimes } from "./columns.ts";
import { users } from "./users.ts";

/** Masks people wear in rooms; private to their user. */
export const personas = sqliteTable(
  "personas",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    description: text().notNull(),
    user: text()
      .notNull()
      .references(() => users.id),
    gender: text({ enum: PERSONA_GENDERS }),
    /** Years. */
    age: integer(),
    pronouns: text({ enum: PERSONA_PRONOUNS }),
    custom_pronouns: text(),
    appearance: json<Appearance>(),
    interaction_preferences: json<InteractionPreferences>(),
    is_default: flag(),
    usage_count: count(),
    custom_instructions: text().notNull().default(""),
    ...rowTimes(),
  },
  (t) => [
    index("personas_user_idx").on(t.user, t.createdAt), // "my personas", newest first
    index("personas_user_name_idx").on(t.user, t.name), // "my personas", by name
    uniqueIndex("personas_default_unique").on(t.user).where(sql`is_default = 1`), // never two defaults, also under race
    check(
      "personas_enums",
      allOf(
        sql`coalesce(${isOneOf(t.gender, PERSONA_GENDERS)}, 1)`,
        sql`coalesce(${isOneOf(t.pronouns, PERSONA_PRONOUNS)}, 1)`,
      ),
    ),
    check(
      "personas_numbers",
      allOf(sql`coalesce(${isBetween(t.age, 0, 10_000)}, 1)`, sql`${t.usage_count} >= 0`, sql`length(${t.name}) > 0`),
    ),
  ],
);
export type PersonaRecord = typeof personas.$inferSelect;
