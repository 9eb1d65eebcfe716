import { check, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { SEARCH_KINDS } from "../../shared/fields/search.ts";
import { isOneOf } from "./columns.ts";

/**
 * What the full-text indexes `search_words` and `search_trigrams` hold, by number. An index needs rows with integers
 * that never change; the implicit ones of tables with text keys may, when the database is packed. Triggers on the
 * tables of the texts write all three.
 */
export const searchDocuments = sqliteTable(
  "search_documents",
  {
    id: integer().primaryKey(),
    kind: text({ enum: SEARCH_KINDS }).notNull(),
    /** Id of the message, entry or bot. */
    ref: text().notNull(),
  },
  (t) => [
    uniqueIndex("search_documents_ref_unique").on(t.kind, t.ref), // the number of a row that changes or goes
    check("search_documents_kind", isOneOf(t.kind, SEARCH_KINDS)),
  ],
);
