import { and, eq, getTableColumns, type SQL } from "drizzle-orm";
import { type VectorRecord, vectorRecords } from "../../../schema/tables/vector-records.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { VectorRecordListed, VectorRecordRow, VectorSource } from "../../../shared/fields/vector-records.ts";
import type { Db } from "../../db.ts";
import { type Cursor, keyset, type Sort } from "../keyset.ts";
import { sameVersion } from "../version-guard.ts";

export const VECTOR_SORTS = { createdAt: vectorRecords.createdAt } as const;

export interface VectorQuery {
  readonly source_type?: VectorSource | undefined;
  readonly source_id?: string | undefined;
  readonly sort: Sort<typeof VECTOR_SORTS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

const { embedding: _embedding, ...listed } = getTableColumns(vectorRecords);
const toRow = <Row extends Omit<VectorRecord, "embedding">>(row: Row) => ({ ...row, metadata: { ...row.metadata } });

const filterOf = ({ source_type, source_id }: VectorQuery, userId: string): SQL | undefined =>
  and(
    eq(vectorRecords.user_id, userId),
    source_type === undefined ? undefined : eq(vectorRecords.source_type, source_type),
    source_id === undefined ? undefined : eq(vectorRecords.source_id, source_id),
  );

/** A person's vectors without their values; `limit + 1` rows at most. */
export async function listVectors(db: Db, query: VectorQuery, userId: string): Promise<VectorRecordListed[]> {
  const page = keyset(VECTOR_SORTS, vectorRecords.id, query.sort, query.after);
  const rows = await db
    .select(listed)
    .from(vectorRecords)
    .where(and(filterOf(query, userId), page.where))
    .orderBy(...page.orderBy)
    .limit(query.limit + 1);
  return rows.map(toRow);
}

export const countVectors = (db: Db, query: VectorQuery, userId: string): Promise<number> =>
  db.$count(vectorRecords, filterOf(query, userId));

/** @throws AppError `not_found`, also for another's. */
export async function readVector(db: Db, id: string, userId: string): Promise<VectorRecordRow> {
  const row = await db
    .select()
    .from(vectorRecords)
    .where(and(eq(vectorRecords.id, id), eq(vectorRecords.user_id, userId)))
    .get();
  if (row === undefined) throw new AppError("not_found", "no such vector for them");
  return toRow(row);
}

/**
 * Removes a row, whosever it is: a repair, for admins. The vector in the index stays.
 * @param expects See `RequestContext.expects`.
 * @throws AppError `not_found`.
 */
export async function deleteVector(db: Db, id: string, expects?: string): Promise<void> {
  const [, removed] = await db.batch([
    ...sameVersion(db, vectorRecords, id, expects),
    db.delete(vectorRecords).where(eq(vectorRecords.id, id)).returning({ id: vectorRecords.id }),
  ]);
  if (removed.length === 0) throw new AppError("not_found", "no such vector");
}
