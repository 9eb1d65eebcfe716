import { and, eq, gte, lte, or, type SQL } from "drizzle-orm";
import type { AnySQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { AppError } from "../../shared/app-error.ts";
import { isoTime } from "../clock.ts";
import type { Db } from "../db.ts";
import { type Cursor, keyset, type Sort, type SortColumns } from "./keyset.ts";

/** A page of a list: how it is sorted, where it goes on, how long it is. */
export interface Page {
  readonly sort: string;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

/** Lists, counts and reads rows of one table, always with the rights of `who`. */
export interface RowReader<Who, Query, Row> {
  /** `limit + 1` rows at most. */
  list(db: Db, who: Who, query: Query & Page): Promise<Row[]>;
  count(db: Db, who: Who, query: Query): Promise<number>;
  /** @throws AppError `not_found`, also for what `who` may not know of. */
  read(db: Db, who: Who, id: string): Promise<Row>;
}

/** A table of rows with an id. */
export type IdTable = SQLiteTable & { readonly id: AnySQLiteColumn };
/** A whole row of a table. */
export type RowOf<Table extends IdTable> = Table["$inferSelect"] & { readonly id: string };

/** What a reader needs to know of its table. */
export interface Readable<Table extends IdTable, Columns extends SortColumns, Who, Query> {
  readonly table: Table;
  readonly sorts: Columns;
  /** Rows `who` may see; undefined for all. */
  readonly seenBy: (who: Who) => SQL | undefined;
  readonly filter: (query: Query) => SQL | undefined;
  /** What a row is read by besides its id. */
  readonly key?: AnySQLiteColumn;
}

/** A reader of whole rows: one rule of sight for lists, counts and single rows. */
export function rowReader<Table extends IdTable, Columns extends SortColumns, Who, Query>(
  spec: Readable<Table, Columns, Who, Query>,
): RowReader<Who, Query, RowOf<Table>> {
  const { table, sorts, seenBy, filter, key } = spec;
  // The parameter hides from drizzle's types which columns there are; the rows are the table's own.
  const select = (db: Db) => db.select().from(table as SQLiteTable);
  return {
    async list(db, who, query) {
      const page = keyset(sorts, table.id, query.sort as Sort<Columns>, query.after);
      const rows = select(db)
        .where(and(seenBy(who), filter(query), page.where))
        .orderBy(...page.orderBy)
        .limit(query.limit + 1);
      return (await rows) as RowOf<Table>[];
    },
    count: (db, who, query) => db.$count(table, and(seenBy(who), filter(query))),
    async read(db, who, id) {
      const isMeant = key === undefined ? eq(table.id, id) : or(eq(table.id, id), eq(key, id));
      const row = await select(db)
        .where(and(isMeant, seenBy(who)))
        .get();
      if (row === undefined) throw new AppError("not_found", "not there, or not for this caller");
      return row as RowOf<Table>;
    },
  };
}

/** A span of time in a list's query, both ends included. */
export interface Span {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The one form in which rows hold a time, of any ISO 8601 UTC time. */
export const sameForm = (time: string): string => isoTime(Date.parse(time));

/** Whether a time lies in a span. @param form How rows hold it; days stand as they are. */
export const within = (column: AnySQLiteColumn, { from, to }: Span, form: (time: string) => string = sameForm) =>
  and(from === undefined ? undefined : gte(column, form(from)), to === undefined ? undefined : lte(column, form(to)));

/** `column = value`, or nothing to ask where the query does not name it. */
export const matching = (column: AnySQLiteColumn, value: unknown): SQL | undefined =>
  value === undefined ? undefined : eq(column, value);
