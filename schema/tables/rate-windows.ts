import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Calls counted for rates that must hold across isolates and restarts: per day, per share, per address. */
export const rateWindows = sqliteTable(
  "rate_windows",
  {
    /** Keyed hash of the rate and of whose calls it counts, hex. */
    id: text().primaryKey(),
    used: integer().notNull(),
    ends_at: text().notNull(),
  },
  (t) => [
    index("rate_windows_ends_at_idx").on(t.ends_at), // the sweep of windows that are over
    check("rate_windows_used", sql`${t.used} > 0`),
  ],
);
