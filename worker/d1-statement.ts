import type { SQL } from "drizzle-orm";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";

const dialect = new SQLiteAsyncDialect();

/**
 * `query` as a statement of D1 itself, for `batch`: drizzle's own batch takes no raw statement with parameters and
 * mixes up columns of the same name. Rows come as they are, JSON as text.
 */
export function statement(db: D1Database, query: SQL): D1PreparedStatement {
  const { sql, params } = dialect.sqlToQuery(query);
  return db.prepare(sql).bind(...params);
}
