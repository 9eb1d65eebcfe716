import { and, eq, type SQL, sql } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { vectorRecords } from "../../../schema/tables/vector-records.ts";
import type { VectorSource } from "../../../shared/fields/vector-records.ts";

/** `vector_records` of an entry or a memory: a JSON array of the ids of its chunks, in the order of the text. */
export const vectorIdsOf = (source: VectorSource, id: AnySQLiteColumn): SQL<string> => {
  const { source_id, source_type, chunk_index } = vectorRecords;
  // Drizzle leaves the table's name out of what stands in a selection itself, so that `id` would be the record's own.
  const ofSource = and(eq(source_id, id), eq(source_type, source));
  return sql`(select json_group_array(${vectorRecords.id} order by ${chunk_index}) from ${vectorRecords} where ${ofSource})`;
};
