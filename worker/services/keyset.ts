import { and, asc, desc, eq, gt, lt, or, type SQL } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { z } from "zod";

/** Where a page ends: the sort value and the id of its last row. */
export interface Cursor {
  readonly value: string | number | null;
  readonly id: string;
}

/** Columns a list may be sorted by, under the names callers use. None may be null. */
export type SortColumns = Readonly<Record<string, AnySQLiteColumn>>;
type SortName<Columns extends SortColumns> = keyof Columns & string;
export type Sort<Columns extends SortColumns> = SortName<Columns> | `-${SortName<Columns>}`;

/** `?sort=` of a list: a column, or `-column` for descending. */
export function sortOf<Columns extends SortColumns>(columns: Columns, standard: Sort<Columns>) {
  const names = Object.keys(columns).flatMap((name) => [name, `-${name}`]) as [Sort<Columns>, ...Sort<Columns>[]];
  return z.enum(names).default(standard as never);
}

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
  const column = columns[nameOf(sort)] as AnySQLiteColumn;
  const [beyond, inOrder] = sort.startsWith("-") ? [lt, desc] : [gt, asc];
  const where = after && or(beyond(column, after.value), and(eq(column, after.value), beyond(id, after.id)));
  return { where, orderBy: [inOrder(column), inOrder(id)] };
}

/** Where the page that ends with a row ends. @param sort A column the row carries under the same name. */
export const cursorBy =
  (sort: string) =>
  (row: { readonly id: string; readonly [column: string]: unknown }): Cursor => ({
    value: row[nameOf(sort)] as string | number,
    id: row.id,
  });
