import { index, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * Which bots ever sat in which conversation, one row each: `conversations.bot_participation` in a form that can be
 * counted by bot. Triggers on `conversations` write it and nothing else does, so it refers to nothing.
 */
export const conversationBots = sqliteTable(
  "conversation_bots",
  { conversation: text().notNull(), bot: text().notNull() },
  (t) => [
    primaryKey({ columns: [t.conversation, t.bot] }),
    index("conversation_bots_bot_idx").on(t.bot, t.conversation), // conversations a creator's bots sit in
  ],
);
