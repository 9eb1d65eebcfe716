import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { MEMORY_TYPES, type MemoryParticipants } from "../../shared/fields/memories.ts";
import { allOf, contentTimes, count, flag, isBetween, isOneOf, json, rowTimes } from "./columns.ts";
import { users } from "./users.ts";

/**
 * What is remembered of conversations; private to their user. A memory outlives its bot and its conversation, so neither
 * is a foreign key; whoever deletes a conversation or a lore entry takes its id out of here in the same batch.
 * `vector_records` of schema.md are the rows of that collection that name this one.
 */
export const memories = sqliteTable(
  "memories",
  {
    id: text().primaryKey(),
    user: text()
      .notNull()
      .references(() => users.id),
    bot: text().notNull(),
    conversation: text(),
    entry: text().notNull(),
    type: text({ enum: MEMORY_TYPES }).notNull().default("short_term"),
    importance: integer().notNull().default(5),
    emotional_context: text().notNull().default(""),
    tokens: count(),
    participants: json<MemoryParticipants>().default({ personas: [], bots: [] }),
    is_vectorized: flag(),
    converted_to_lore: flag(),
    lore_entry: text(),
    converted_at: text(),
    ...contentTimes(),
    ...rowTimes(),
  },
  (t) => [
    index("memories_user_idx").on(t.user, t.createdAt, t.id), // "my memories", newest first
    index("memories_user_modified_idx").on(t.user, t.modified_timestamp, t.id), // the same, lately changed first
    index("memories_user_importance_idx").on(t.user, t.importance, t.id), // the same, by weight
    index("memories_bot_idx").on(t.user, t.bot, t.createdAt, t.id), // what a bot remembers of me
    index("memories_conversation_idx").on(t.conversation, t.createdAt), // memories of a conversation
    index("memories_lore_entry_idx").on(t.lore_entry).where(sql`lore_entry is not null`), // what became of a lore entry's memory
    check("memories_type", isOneOf(t.type, MEMORY_TYPES)),
    check(
      "memories_numbers",
      allOf(isBetween(t.importance, 1, 10), sql`${t.tokens} >= 0`, sql`length(${t.entry}) > 0`),
    ),
    check("memories_json", sql`json_type(${t.participants}) = 'object'`),
    check("memories_lore", sql`${t.converted_to_lore} = (${t.lore_entry} is not null)`),
  ],
);
export type MemoryRecord = typeof memories.$inferSelect;
