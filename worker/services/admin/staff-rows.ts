import { and, desc, eq, getTableColumns, lt, type SQL } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { AppError } from "../../../shared/app-error.ts";
import { rowPatch } from "../../../shared/fields/row-patch.ts";
import { isoTime } from "../../clock.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import type { Cursor } from "../keyset.ts";
import { contains } from "../text-search.ts";
import { sameVersion } from "../version-guard.ts";
import { shownColumns } from "./row-shape.ts";
import {
  demandEditable,
  type StaffCollection,
  type StaffEdit,
  type StaffMember,
  type StoredRow,
} from "./staff-collection.ts";

/** Which rows a list shows, newest first: ids sort as time does, and every table has them as its key. */
export interface StaffQuery {
  readonly filters: Readonly<Record<string, string | undefined>>;
  readonly search?: string | undefined;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

const columnOf = ({ table }: StaffCollection, name: string): AnySQLiteColumn => {
  const column = getTableColumns(table)[name];
  if (column === undefined) throw new Error(`no column ${name}`);
  return column as AnySQLiteColumn;
};

/** Flags are asked for as `true` and `false`; D1 holds 1 and 0. */
const asked = (column: AnySQLiteColumn, value: string): string | number | boolean => {
  if (column.dataType === "boolean") return value === "true";
  return column.dataType === "number" ? Number(value) : value;
};

function filterOf(collection: StaffCollection, { filters, search }: StaffQuery): SQL | undefined {
  const equal = Object.entries(filters).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const column = columnOf(collection, name);
    return [eq(column, asked(column, value))];
  });
  const searched = (collection.search ?? []).map((name) => columnOf(collection, name));
  return and(...equal, search && searched.length > 0 ? contains(searched, search) : undefined);
}

/** Rows of a collection, newest first; `limit + 1` at most. */
export async function listStaffRows(db: Db, collection: StaffCollection, query: StaffQuery): Promise<StoredRow[]> {
  const { table } = collection;
  const before = query.after && lt(table.id, query.after.id);
  return db
    .select(shownColumns(collection) as Record<string, AnySQLiteColumn>)
    .from(table)
    .where(and(filterOf(collection, query), before))
    .orderBy(desc(table.id))
    .limit(query.limit + 1);
}

export const countStaffRows = (db: Db, collection: StaffCollection, query: StaffQuery): Promise<number> =>
  db.$count(collection.table, filterOf(collection, query));

/** @throws AppError `not_found`. */
export async function readStaffRow(db: Db, collection: StaffCollection, id: string): Promise<StoredRow> {
  const found = await db
    .select(shownColumns(collection) as Record<string, AnySQLiteColumn>)
    .from(collection.table)
    .where(eq(collection.table.id, id))
    .get();
  if (found === undefined) throw new AppError("not_found", "no such row");
  return found;
}

/**
 * Changes the fields given, in one batch with what follows from them.
 * @throws AppError `not_found`; `forbidden` for an admin's field; `precondition_failed` for an older version.
 */
export async function changeStaffRow(
  env: Env,
  collection: StaffCollection,
  edit: StaffEdit,
  id: string,
  change: StoredRow,
  staff: StaffMember,
): Promise<StoredRow> {
  const db = openDb(env.DB);
  const given = Object.keys(change).filter((name) => change[name] !== undefined);
  demandEditable(edit, given, staff.role);
  const before = await readStaffRow(db, collection, id);
  const after = rowPatch(edit.fields).apply(before, change);
  const { set = {}, also = [] } = edit.follow?.(db, before, after, staff, given) ?? {};
  const columns = Object.fromEntries(given.map((name) => [name, after[name]]));
  const update = db
    .update(edit.table)
    .set({ ...columns, ...set, updatedAt: isoTime(staff.nowMs) })
    .where(eq(edit.table.id, id));
  await db.batch([...sameVersion(db, edit.table, id, staff.expects), update, ...also]);
  const changed = await readStaffRow(db, collection, id);
  await edit.tell?.(env, changed);
  return changed;
}
