import { type AnyColumn, eq, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { type Db, databaseMessage } from "../db.ts";

/** A collection's table: whatever is written raises `updatedAt`. */
export type Versioned = SQLiteTable & { readonly id: AnyColumn; readonly updatedAt: AnyColumn };

/** What D1 says of a guard that did not hold: the JSON path that is none. */
const MOVED = "version_moved";

/**
 * A select for the begin of a batch of writes that makes D1 refuse the whole batch when the row is not the version
 * `expects` any more, or is gone. Checking before the batch would leave a gap in which another write fits.
 *
 * @param expects `context.expects` of the request; undefined guards nothing.
 */
export function sameVersion(db: Db, table: Versioned, id: string, expects: string | undefined) {
  return [db.select({ guard: guardOf(table, id, expects) }).from(sql`(select 1)`)] as const;
}

/** An error is all that aborts a batch, and a path that is none the only one that carries our own word out. */
function guardOf(table: Versioned, id: string, expects: string | undefined): SQL<null> {
  if (expects === undefined) return sql`null`;
  const version = sql`(select ${table.updatedAt} from ${table} where ${eq(table.id, id)})`;
  return sql`json_extract('null', case when ${version} = ${expects} then '$' else ${MOVED} end)`;
}

/** Whether `error` says that a guard did not hold. The router makes `precondition_failed` of it. */
export const isVersionMoved = (error: unknown): boolean => databaseMessage(error).includes(MOVED);
