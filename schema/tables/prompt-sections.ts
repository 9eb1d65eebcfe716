import { sql } from "drizzle-orm";
import { check, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { PROMPT_SECTION_TYPES } from "../../shared/fields/prompt-sections.ts";
import { allOf, flag, isOneOf, rowTimes } from "./columns.ts";

/** What every bot is told, piece by piece, every version of each. Added to schema.md. */
export const promptSections = sqliteTable(
  "prompt_sections",
  {
    id: text().primaryKey(),
    type: text({ enum: PROMPT_SECTION_TYPES }).notNull(),
    text: text().notNull(),
    version: integer().notNull(),
    is_active: flag(),
    /** When it first became active; null for a draft. */
    published_at: text(),
    ...rowTimes(),
  },
  (t) => [
    uniqueIndex("prompt_sections_active_unique").on(t.type).where(sql`is_active = 1`), // what is told now; never two of a type, also under race
    uniqueIndex("prompt_sections_version_unique").on(t.type, t.version), // versions of a type, newest first
    check("prompt_sections_type", isOneOf(t.type, PROMPT_SECTION_TYPES)),
    check(
      "prompt_sections_numbers",
      allOf(sql`${t.version} > 0`, sql`(${t.is_active} = 0 or ${t.published_at} is not null)`),
    ),
  ],
);
export type PromptSectionRecord = typeof promptSections.$inferSelect;
