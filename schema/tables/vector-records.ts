import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { MAX_VECTOR_ID_BYTES, VECTOR_SOURCES } from "../../shared/fields/vector-records.ts";
import { allOf, isBetween, isOneOf, json, rowTimes } from "./columns.ts";
import { users } from "./users.ts";

/**
 * Which chunk of which text each vector of the index is. `source_id` names rows of two tables, so whoever deletes one of
 * those deletes its rows here in the same batch.
 */
export const vectorRecords = sqliteTable(
  "vector_records",
  {
    id: text().primaryKey(),
    vector_id: text().notNull(),
    source_type: text({ enum: VECTOR_SOURCES }).notNull(),
    source_id: text().notNull(),
    user_id: text()
      .notNull()
      .references(() => users.id),
    /** Text, also where it is a user's id: the index filters by type as well as by value. */
    tenant_id: text().notNull(),
    chunk_index: integer().notNull(),
    total_chunks: integer().notNull(),
    chunk_text: text().notNull(),
    metadata: json<Readonly<Record<string, string | number | boolean>>>(),
    embedding_model: text().notNull(),
    embedding_dimensions: integer().notNull(),
    /** JSON array of numbers, so that metadata can change without embedding anew. */
    embedding: text(),
    ...rowTimes(),
  },
  (t) => [
    uniqueIndex("vector_records_vector_id_unique").on(t.vector_id), // a chunk by what the index answers
    index("vector_records_source_idx").on(t.source_id, t.chunk_index), // the chunks of an entry or a memory, in order
    index("vector_records_source_type_idx").on(t.source_type, t.source_id), // what the sync check walks
    index("vector_records_user_idx").on(t.user_id, t.createdAt, t.id), // "my vectors", newest first
    index("vector_records_tenant_idx").on(t.tenant_id), // everything of a tenant, to remove it
    check("vector_records_source", isOneOf(t.source_type, VECTOR_SOURCES)),
    check(
      "vector_records_ids",
      sql`length(cast(${t.vector_id} as blob)) between 1 and ${sql.raw(String(MAX_VECTOR_ID_BYTES))}`,
    ),
    check(
      "vector_records_numbers",
      allOf(
        sql`${t.chunk_index} >= 0`,
        sql`${t.chunk_index} < ${t.total_chunks}`,
        isBetween(t.embedding_dimensions, 1, 10_000),
      ),
    ),
    check(
      "vector_records_json",
      allOf(
        sql`json_type(${t.metadata}) = 'object'`,
        sql`(${t.embedding} is null or json_type(${t.embedding}) = 'array')`,
      ),
    ),
  ],
);
export type VectorRecord = typeof vectorRecords.$inferSelect;
