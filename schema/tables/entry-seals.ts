import { index, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * Entries that had a password or an end of their own when they were deleted. What they did stays in the log and in
 * traces, and without this row their tome alone would say who sees it. A trigger on `knowledge` writes them; they go with
 * the tome.
 */
export const entrySeals = sqliteTable(
  "entry_seals",
  {
    /** Id of the entry. */
    id: text().primaryKey(),
    knowledge_collection: text().notNull(),
  },
  (t) => [index("entry_seals_collection_idx").on(t.knowledge_collection)], // those that go with a tome
);
