import { sql } from "drizzle-orm";
import { check, index, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { ACTIVATION_METHODS, EXCLUSION_REASONS } from "../../shared/fields/knowledge-activation-log.ts";
import { allOf, isOneOf, json, rowTimes } from "./columns.ts";
import { conversations } from "./conversations.ts";

/**
 * Why each entry fired or did not, one row per considered entry and bot turn. Written only by the room's outbox, never
 * changed. Entries, bots and messages may be gone while their log stays, so only the conversation is referenced.
 * Added to schema.md: everything from `message_id` on.
 */
export const knowledgeActivationLog = sqliteTable(
  "knowledge_activation_log",
  {
    id: text().primaryKey(),
    conversation_id: text()
      .notNull()
      .references(() => conversations.id),
    message_index: integer().notNull(),
    knowledge_entry_id: text().notNull(),
    activation_method: text({ enum: ACTIVATION_METHODS }).notNull(),
    activation_score: real().notNull(),
    matched_keywords: json<readonly { keyword: string }[]>().default([]),
    vector_similarity: real(),
    position_inserted: text().notNull(),
    tokens_used: integer().notNull(),
    was_included: integer({ mode: "boolean" }).notNull(),
    exclusion_reason: text({ enum: EXCLUSION_REASONS }),
    activation_timestamp: text().notNull(),
    message_id: text().notNull(),
    take_id: text().notNull(),
    bot_id: text().notNull(),
    entry_title: text().notNull(),
    knowledge_collection: text().notNull(),
    sticky: integer({ mode: "boolean" }).notNull(),
    ...rowTimes(),
  },
  (t) => [
    index("activation_log_conversation_idx").on(t.conversation_id, t.message_index), // history of a room (schema.md)
    index("activation_log_entry_idx").on(t.knowledge_entry_id, sql`${t.activation_timestamp} desc`), // one entry (schema.md)
    index("activation_log_method_idx").on(t.activation_method), // filter by method (schema.md)
    index("activation_log_message_idx").on(t.message_id, t.take_id), // why this reply says what it says
    index("activation_log_collection_idx").on(t.knowledge_collection, t.activation_timestamp), // a creator's log of a tome
    check(
      "activation_log_enums",
      allOf(
        isOneOf(t.activation_method, ACTIVATION_METHODS),
        sql`coalesce(${isOneOf(t.exclusion_reason, EXCLUSION_REASONS)}, 1)`,
      ),
    ),
    check("activation_log_numbers", sql`${t.message_index} >= 0 and ${t.tokens_used} >= 0`),
    check("activation_log_reason", sql`${t.was_included} = 0 or ${t.exclusion_reason} is null`),
  ],
);
export type ActivationLogRecord = typeof knowledgeActivationLog.$inferSelect;
