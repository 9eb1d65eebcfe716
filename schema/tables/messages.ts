import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { MESSAGE_TYPES, type MessageRow } from "../../shared/fields/message.ts";
import { allOf, contentTimes, flag, isOneOf, json, rowTimes } from "./columns.ts";
import { conversations } from "./conversations.ts";

/**
 * Copy of every message for search and history across rooms. Written only by the room's outbox, guarded by `rev`; the
 * room's own SQLite is the authority. People and bots may be gone while what they said stays, so only the conversation
 * is referenced. Added to schema.md: `seq`, `rev`, `author_name` and everything from `takes` on.
 */
export const messages = sqliteTable(
  "messages",
  {
    id: text().primaryKey(),
    conversation: text()
      .notNull()
      .references(() => conversations.id),
    /** Number of the event that made it: the order of the transcript. Never order by time. */
    seq: integer().notNull(),
    user: text().notNull(),
    author_name: text().notNull(),
    message_type: text({ enum: MESSAGE_TYPES }).notNull(),
    bot: text(),
    entry: text().notNull(),
    message_attribution: json<MessageRow["message_attribution"]>(),
    message_content: json<MessageRow["message_content"]>(),
    message_thread: json<MessageRow["message_thread"]>(),
    token_tracking: json<MessageRow["token_tracking"]>(),
    byo_key: flag(),
    message_status: json<MessageRow["message_status"]>(),
    metadata: json<MessageRow["metadata"]>(),
    takes: json<MessageRow["takes"]>().default([]),
    current_take_id: text(),
    persona_id: text(),
    reasoning_content: text(),
    interrupted: flag(),
    stopped_by: text(),
    failed: text({ mode: "json" }).$type<MessageRow["failed"]>(),
    hidden: flag(),
    aside: flag(),
    whisper_to: text(),
    pinned: flag(),
    streaming: flag(),
    activation: text({ mode: "json" }).$type<MessageRow["activation"]>(),
    /** UTF-16 length and SHA-256 of a closed bot message's text. */
    length: integer(),
    sha256: text(),
    /** Counts up with every change; an upsert with a lower one is a replay and does nothing. */
    rev: integer().notNull(),
    ...contentTimes(),
    ...rowTimes(),
  },
  (t) => [
    index("messages_conversation_idx").on(t.conversation, t.seq), // history of a room, in order
    index("messages_conversation_time_idx").on(t.conversation, t.created_timestamp, t.id), // a room's messages by time, paged
    index("messages_user_idx").on(t.user, t.created_timestamp), // everything a person said, for their export
    check("messages_type", isOneOf(t.message_type, MESSAGE_TYPES)),
    check("messages_numbers", sql`${t.seq} >= 1 and ${t.rev} >= 0`),
    check(
      "messages_json",
      allOf(
        sql`json_valid(${t.message_attribution})`,
        sql`json_valid(${t.message_content})`,
        sql`json_valid(${t.message_status})`,
        sql`json_valid(${t.takes})`,
      ),
    ),
  ],
);
export type MessageRecord = typeof messages.$inferSelect;
