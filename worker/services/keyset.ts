import { asc, desc, type SQL, sql } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { z } from "zod";

/** Where a page ends: the sort value and the id of its last row. */
export interface Cursor {
  readonly value: string | number | null;
  readonly id: string;
}

/** What a list may be sorted by, columns or what is counted, under the names callers use. None may be null. */
export type SortColumns = Readonly<Record<string, AnySQLiteColumn | SQL>>;
type SortName<Columns extends SortColumns> = keyof Columns & string;
export type Sort<Columns extends SortColumns> = SortName<Columns> | `-${SortName<Columns>}`;

/** What `?sort=` of a list may say: each column, and each with `-` for descending. */
export const sortNames = <Columns extends SortColumns>(columns: Columns) =>
  Object.keys(columns).flatMap((name) => [name, `-${name}`]) as [Sort<Columns>, ...Sort<Columns>[]];

/** `?sort=` of a list: a column, or `-column` for descending. */
export const sortOf = <Columns extends SortColumns>(columns: Columns, standard: Sort<Columns>) =>
  z.enum(sortNames(columns)).default(standard as never);

/** Where a page of a sorted list begins, and how it is ordered. */
export interface Keyset {
  readonly where: SQL | undefined;
  readonly orderBy: SQL[];
}

const nameOf = (sort: string): string => sort.replace(/^-/, "");

/** Pages by the sort value and then the id, so that they are stable while rows come and go. */
export function keyset<Columns extends SortColumns>(
  columns: Columns,
  id: AnySQLiteColumn,
  sort: Sort<Columns>,
  after: Cursor | undefined,
): Keyset {
  const column = columns[nameOf(sort)] as AnySQLiteColumn | SQL;
  const [beyond, inOrder] = sort.startsWith("-") ? [sql`<`, desc] : [sql`>`, asc];
  // Compared as a pair, SQLite goes straight to the place in the index; of "greater, or equal and …" it reads all before.
  const where = after && sql`(${column}, ${id}) ${beyond} (${after.value}, ${after.id})`;
  return { where, orderBy: [inOrder(column), inOrder(id)] };
}

/** Where the page that ends with a row ends. @param sort A column the row carries under the same name. */
export const cursorBy =
  (sort: string) =>
  (row: { readonly id: string; readonly [column: string]: unknown }): Cursor => ({
    value: row[nameOf(sort)] as string | number,
    id: row.id,
  });
