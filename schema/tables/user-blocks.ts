import { sql } from "drizzle-orm";
import { check, index, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { rowTimes } from "./columns.ts";
import { users } from "./users.ts";

/** Who wants nothing to do with whom (api.md). Neither of the two finds what the other owns. */
export const userBlocks = sqliteTable(
  "user_blocks",
  {
    id: text().primaryKey(),
    blocker: text()
      .notNull()
      .references(() => users.id),
    blocked: text()
      .notNull()
      .references(() => users.id),
    ...rowTimes(),
  },
  (t) => [
    uniqueIndex("user_blocks_pair_unique").on(t.blocker, t.blocked), // one block a pair; every right asks it both ways
    index("user_blocks_blocker_idx").on(t.blocker, t.createdAt), // whom I blocked, newest first
    index("user_blocks_blocked_idx").on(t.blocked), // blocks that go with a deleted account
    check("user_blocks_other", sql`${t.blocker} != ${t.blocked}`),
  ],
);
export type UserBlockRecord = typeof userBlocks.$inferSelect;
