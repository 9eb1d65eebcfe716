import { and, eq, gte, type SQL } from "drizzle-orm";
import { type MemoryRecord, memories } from "../../../schema/tables/memories.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { MEMORY_TYPES, MemoryRow } from "../../../shared/fields/memories.ts";
import type { Db } from "../../db.ts";
import { type Cursor, keyset, type Sort } from "../keyset.ts";
import { contains } from "../text-search.ts";
import { vectorIdsOf } from "../vector-records/vector-ids.ts";

const { createdAt, modified_timestamp, importance } = memories;
export const MEMORY_SORTS = { createdAt, modified_timestamp, importance } as const;

/** Which of a person's memories a list shows. */
export interface MemoryQuery {
  readonly bot?: string | undefined;
  readonly conversation?: string | undefined;
  readonly type?: (typeof MEMORY_TYPES)[number] | undefined;
  readonly min_importance?: number | undefined;
  readonly converted_to_lore?: boolean | undefined;
  readonly search?: string | undefined;
  readonly sort: Sort<typeof MEMORY_SORTS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

const selectMemories = (db: Db) =>
  db
    .select({ memory: memories, vectors: vectorIdsOf("memory", memories.id) })
    .from(memories)
    .$dynamic();

function toMemoryRow({ memory, vectors }: { memory: MemoryRecord; vectors: string }): MemoryRow {
  const { personas, bots } = memory.participants;
  return {
    ...memory,
    participants: { personas: [...personas], bots: [...bots] },
    vector_records: JSON.parse(vectors) as string[],
  };
}

const filterOf = (query: MemoryQuery, userId: string): SQL | undefined => {
  const { bot, conversation, type, min_importance, converted_to_lore, search } = query;
  return and(
    eq(memories.user, userId),
    bot === undefined ? undefined : eq(memories.bot, bot),
    conversation === undefined ? undefined : eq(memories.conversation, conversation),
    type === undefined ? undefined : eq(memories.type, type),
    min_importance === undefined ? undefined : gte(importance, min_importance),
    converted_to_lore === undefined ? undefined : eq(memories.converted_to_lore, converted_to_lore),
    search ? contains([memories.entry, memories.emotional_context], search) : undefined,
  );
};

/** A person's memories; `limit + 1` rows at most. */
export async function listMemories(db: Db, query: MemoryQuery, userId: string): Promise<MemoryRow[]> {
  const page = keyset(MEMORY_SORTS, memories.id, query.sort, query.after);
  const found = await selectMemories(db)
    .where(and(filterOf(query, userId), page.where))
    .orderBy(...page.orderBy)
    .limit(query.limit + 1);
  return found.map(toMemoryRow);
}

export const countMemories = (db: Db, query: MemoryQuery, userId: string): Promise<number> =>
  db.$count(memories, filterOf(query, userId));

/** @throws AppError `not_found`, also for another's: memories are always private. */
export async function readMemory(db: Db, id: string, userId: string): Promise<MemoryRow> {
  const found = await selectMemories(db)
    .where(and(eq(memories.id, id), eq(memories.user, userId)))
    .get();
  if (found === undefined) throw new AppError("not_found", "no such memory for them");
  return toMemoryRow(found);
}
