import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";

/** D1 behind drizzle. There is no `transaction()`; use `batch`. */
export type Db = DrizzleD1Database<Record<string, never>>;

const opened = new WeakMap<D1Database, Db>();

/** One for each binding: it keeps nothing of a request, but what it learns of the tables would be learned anew by each. */
export function openDb(binding: D1Database): Db {
  const known = opened.get(binding);
  if (known !== undefined) return known;
  const db: Db = drizzle(binding);
  opened.set(binding, db);
  return db;
}

/** D1's own words for `error` (drizzle wraps them), e.g. `D1_ERROR: UNIQUE constraint failed: users.email`. */
export function databaseMessage(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (/D1_ERROR|SQLITE/.test(cause.message) && !cause.message.startsWith("Failed query")) return cause.message;
  return "";
}

/** Whether `error` says that a unique index over `column` (`table.column`) refused a row. */
export const isUniqueViolation = (error: unknown, column: string): boolean => {
  const message = databaseMessage(error);
  return message.includes("UNIQUE constraint failed") && message.includes(column);
};
