import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { HELP_CATEGORIES } from "../../shared/fields/documentation.ts";
import { allOf, count, flag, isOneOf, rowTimes } from "./columns.ts";

/** Help articles. */
export const documentation = sqliteTable(
  "documentation",
  {
    id: text().primaryKey(),
    title: text().notNull(),
    slug: text().notNull(),
    /** Markdown. */
    content: text().notNull(),
    category: text({ enum: HELP_CATEGORIES }).notNull(),
    order: integer().notNull().default(0),
    is_featured: flag(),
    view_count: count(),
    is_published: flag(),
    ...rowTimes(),
  },
  (t) => [
    uniqueIndex("documentation_slug_unique").on(t.slug), // an article by its address; one each, also under race
    index("documentation_order_idx").on(t.is_published, t.order), // the help page, in order
    check("documentation_category", isOneOf(t.category, HELP_CATEGORIES)),
    check("documentation_numbers", allOf(sql`${t.view_count} >= 0`, sql`${t.order} >= 0`)),
  ],
);
export type DocumentationRecord = typeof documentation.$inferSelect;
