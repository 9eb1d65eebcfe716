import { or, type SQL, sql } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";

/**
 * Whether any of `columns` holds `words`, whatever the case of ASCII letters. `instr` and not LIKE: D1 takes patterns
 * of 50 bytes at most, and nothing in `words` means anything but itself.
 */
export const contains = (columns: readonly AnySQLiteColumn[], words: string): SQL | undefined =>
  or(...columns.map((column) => sql`instr(lower(${column}), lower(${words})) > 0`));
