import { index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { isoTime } from "./columns.ts";

/** Sign-ins that were ended before their tokens ran out: a signed token alone cannot be taken back. */
export const endedSessions = sqliteTable(
  "ended_sessions",
  {
    /** `sid` of the tokens. */
    id: text().primaryKey(),
    /** When the last of those tokens is over and this row says nothing any more. */
    expires_at: text().notNull(),
    createdAt: isoTime(),
  },
  (t) => [index("ended_sessions_expires_at_idx").on(t.expires_at)], // the sweep of rows that say nothing any more
);
