import { type SQL, sql } from "drizzle-orm";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { memories } from "../../../schema/tables/memories.ts";
import { vectorRecords } from "../../../schema/tables/vector-records.ts";
import { VectorCheck } from "../../../shared/fields/vector-records.ts";
import { statement } from "../../d1-statement.ts";
import type { Env } from "../../env.ts";

const { id, vector_id, source_type, source_id, user_id, total_chunks } = vectorRecords;

const orphansOf = (userId: string): SQL => sql`
  select ${id} as id, ${vector_id} as vector_id, ${source_type} as source_type, ${source_id} as source_id
  from ${vectorRecords} where ${user_id} = ${userId} and case ${source_type}
    when 'knowledge' then not exists (select 1 from ${knowledge} where ${knowledge.id} = ${source_id})
    else not exists (select 1 from ${memories} where ${memories.id} = ${source_id}) end`;

/** Every entry and memory of a person: how many chunks it says it has, and how many rows there are. */
const sourcesOf = (userId: string): SQL => sql`
  select 'knowledge' as source_type, ${knowledge.id} as source_id, ${knowledge.is_vectorized} as is_vectorized,
    ${knowledge.chunk_count} as chunk_count,
    (select count(*) from ${vectorRecords} where ${source_id} = ${knowledge.id} and ${source_type} = 'knowledge') as rows
  from ${knowledge} where ${knowledge.user} = ${userId}
  union all
  select 'memory', ${memories.id}, ${memories.is_vectorized},
    (select coalesce(max(${total_chunks}), 0) from ${vectorRecords} where ${source_id} = ${memories.id} and ${source_type} = 'memory'),
    (select count(*) from ${vectorRecords} where ${source_id} = ${memories.id} and ${source_type} = 'memory')
  from ${memories} where ${memories.user} = ${userId}`;

const missingOf = (userId: string): SQL => sql`
  select source_type, source_id from (${sourcesOf(userId)}) where is_vectorized = 1 and rows = 0`;

const wrongOf = (userId: string): SQL => sql`
  select source_type, source_id, chunk_count, rows from (${sourcesOf(userId)}) where rows > 0 and rows <> chunk_count`;

/** The first `limit` rows in the order of what they name, each with how many there are in all. */
const first = (rows: SQL, limit: number): SQL =>
  sql`select *, count(*) over () as total from (${rows}) order by source_type, source_id limit ${limit}`;

/**
 * Where a person's vectors and what they were made of disagree. Reads every entry, memory and vector of theirs once;
 * what was put right is gone from the next answer, so the first `limit` of each kind are enough to go on.
 */
export async function checkVectors(env: Env, userId: string, limit: number): Promise<VectorCheck> {
  const kinds = [orphansOf(userId), missingOf(userId), wrongOf(userId)];
  const answers = await env.DB.batch<{ total: number }>(kinds.map((rows) => statement(env.DB, first(rows, limit))));
  const [orphans, missing, wrong_chunk_count] = answers.map(({ results }) => ({
    count: results[0]?.total ?? 0,
    docs: results,
  }));
  return VectorCheck.parse({ orphans, missing, wrong_chunk_count });
}
