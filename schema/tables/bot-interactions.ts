import { sql } from "drizzle-orm";
import { check, index, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { bots } from "./bots.ts";
import { flag, isoTime, rowTimes } from "./columns.ts";
import { users } from "./users.ts";

/**
 * Who likes which bot and keeps which as a favourite. Triggers move `bots.likes_count` and `favorites_count` with every
 * row, so that the counts are exact whoever writes here.
 */
export const botInteractions = sqliteTable(
  "bot_interactions",
  {
    id: text().primaryKey(),
    user: text()
      .notNull()
      .references(() => users.id),
    bot: text()
      .notNull()
      .references(() => bots.id),
    liked: flag(),
    favorited: flag(),
    created_date: isoTime(),
    updated_date: isoTime(),
    ...rowTimes(),
  },
  (t) => [
    uniqueIndex("bot_interactions_user_bot_unique").on(t.user, t.bot), // one row a person and bot; "those I like"
    index("bot_interactions_user_idx").on(t.user, t.updatedAt), // my interactions, newest first
    index("bot_interactions_bot_idx").on(t.bot), // all of a bot, when it is deleted
    check("bot_interactions_flags", sql`${t.liked} in (0, 1) and ${t.favorited} in (0, 1)`),
  ],
);
export type BotInteractionRecord = typeof botInteractions.$inferSelect;
