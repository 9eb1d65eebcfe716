import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { vectorRecords } from "../../../schema/tables/vector-records.ts";
import type { VectorSource } from "../../../shared/fields/vector-records.ts";

/** `vector_records` of an entry or a memory: a JSON array of the ids of its chunks, in the order of the text. */
export const vectorIdsOf = (source: VectorSource, id: SQLWrapper): SQL<string> => {
  const { source_id, source_type, chunk_index } = vectorRecords;
  return sql`(select json_group_array(${vectorRecords.id} order by ${chunk_index}) from ${vectorRecords}
    where ${source_id} = ${id} and ${source_type} = ${sql.raw(`'${source}'`)})`;
};
