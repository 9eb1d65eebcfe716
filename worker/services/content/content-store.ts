import { and, eq, type SQL } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { AnySQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { AppError } from "../../../shared/app-error.ts";
import { isoTime } from "../../clock.ts";
import { type Db, databaseMessage, isUniqueViolation } from "../../db.ts";
import { newId } from "../../ids.ts";
import type { SortColumns } from "../keyset.ts";
import { type IdTable, type Page, type Readable, type RowOf, type RowReader, rowReader } from "../row-reader.ts";
import { sameVersion } from "../version-guard.ts";

/** Who reads what the house publishes: admins see drafts too. */
export interface ContentReader {
  readonly isAdmin: boolean;
}

/** When an admin writes, and which version they changed. */
export interface ContentEditor {
  readonly nowMs: number;
  readonly expects?: string | undefined;
}

export type ContentTable = IdTable & { readonly createdAt: AnySQLiteColumn; readonly updatedAt: AnySQLiteColumn };

/** A change as it will be written: its fields, and statements of the same batch that make room for it. */
export interface Prepared<Fields> {
  readonly fields: Fields;
  readonly first: readonly BatchItem<"sqlite">[];
}

/** What a collection demands of its writes beyond the checks of its fields. */
export interface ContentRules<Row> {
  /** @param before Null for a new row. @throws AppError for what may not be written. */
  prepare?(
    db: Db,
    id: string,
    fields: Partial<Row>,
    before: Row | null,
    now: string,
  ): Prepared<Record<string, unknown>>;
  /** Why a row cannot be deleted, in words; null where it can. */
  keeps?(row: Row): string | null;
  /** Rows that may be deleted, asked by the deleting statement itself. */
  unused?: SQL;
}

/** A unique index, and the field that an answer names when it refuses a row. */
interface Unique {
  readonly column: string;
  readonly field: string;
}

/** Rows that admins write and everyone reads. */
export interface ContentStore<Row, Input, Query> extends RowReader<ContentReader, Query, Row> {
  create(db: Db, input: Input, editor: ContentEditor): Promise<Row>;
  /** Replaces the fields given. */
  update(db: Db, id: string, patch: Partial<Input>, editor: ContentEditor): Promise<Row>;
  remove(db: Db, id: string, editor: ContentEditor): Promise<void>;
}

interface ContentSpec<Table extends ContentTable, Columns extends SortColumns, Query>
  extends Omit<Readable<Table, Columns, ContentReader, Query>, "seenBy"> {
  /** What others than admins see. */
  readonly published: SQL;
  readonly uniques?: readonly Unique[];
  readonly rules?: ContentRules<RowOf<Table>>;
}

const ADMIN: ContentReader = { isAdmin: true };

/** A store over `table`. Every write of it is one batch behind the version guard. */
export function contentStore<Table extends ContentTable, Columns extends SortColumns, Query, Input extends object>(
  spec: ContentSpec<Table, Columns, Query>,
): ContentStore<RowOf<Table>, Input, Query> {
  type Row = RowOf<Table>;
  const { table, published, rules = {}, uniques = [] } = spec;
  const reader = rowReader({ ...spec, seenBy: ({ isAdmin }: ContentReader) => (isAdmin ? undefined : published) });
  const plain = table as SQLiteTable;
  const prepared = (db: Db, id: string, fields: object, before: Row | null, now: string) =>
    rules.prepare?.(db, id, fields as Partial<Row>, before, now) ?? { fields: { ...fields }, first: [] };
  const inOneBatch = async (db: Db, work: readonly BatchItem<"sqlite">[]): Promise<unknown[]> => {
    try {
      return [...(await db.batch(work as unknown as Parameters<Db["batch"]>[0]))];
    } catch (error) {
      throw refusalOf(error, uniques);
    }
  };
  return {
    ...(reader as RowReader<ContentReader, Query & Page, Row>),
    async create(db, input, { nowMs }) {
      const [id, now] = [newId(), isoTime(nowMs)];
      const { fields, first } = prepared(db, id, input, null, now);
      await inOneBatch(db, [...first, db.insert(plain).values({ ...fields, id, createdAt: now, updatedAt: now })]);
      return reader.read(db, ADMIN, id);
    },
    async update(db, id, patch, { nowMs, expects }) {
      const [before, now] = [await reader.read(db, ADMIN, id), isoTime(nowMs)];
      const { fields, first } = prepared(db, before.id, given(patch), before, now);
      const write = db
        .update(plain)
        .set({ ...fields, updatedAt: now })
        .where(eq(table.id, before.id));
      await inOneBatch(db, [...sameVersion(db, table, before.id, expects), ...first, write]);
      return reader.read(db, ADMIN, before.id);
    },
    async remove(db, id, { expects }) {
      const before = await reader.read(db, ADMIN, id);
      const kept = rules.keeps?.(before) ?? null;
      if (kept !== null) throw inUse(kept);
      const gone = db
        .delete(plain)
        .where(and(eq(table.id, before.id), rules.unused))
        .returning({ id: table.id });
      const [, deleted] = await inOneBatch(db, [...sameVersion(db, table, before.id, expects), gone]);
      if ((deleted as unknown[]).length === 0) throw inUse(STILL_USED);
    },
  };
}

const STILL_USED = "Something still refers to this. Take it out of use instead.";
const inUse = (publicMessage: string): AppError => new AppError("conflict", "still in use", { publicMessage });

const given = (patch: object): object =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));

function refusalOf(error: unknown, uniques: readonly Unique[]): unknown {
  const taken = uniques.find(({ column }) => isUniqueViolation(error, column));
  if (taken !== undefined)
    return new AppError("conflict", `${taken.column} taken`, {
      cause: error,
      publicMessage: `Another one has this ${taken.field} already.`,
      fields: [{ path: taken.field, message: "is taken" }],
    });
  if (databaseMessage(error).includes("FOREIGN KEY")) return inUse(STILL_USED);
  return error;
}
