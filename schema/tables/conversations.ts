import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Participants } from "../../shared/fields/common.ts";
import {
  type BOT_ROLES,
  CONVERSATION_STATUSES,
  CONVERSATION_TYPES,
  type ConversationSettings,
  MEMBER_ROLES,
  type TurnTaking,
} from "../../shared/fields/conversation.ts";
import { allOf, contentTimes, count, flag, isOneOf, json, rowTimes } from "./columns.ts";
import { users } from "./users.ts";

export interface BotParticipation {
  readonly bot_id: string;
  readonly joined_at: string;
  readonly role: (typeof BOT_ROLES)[number];
  readonly is_active: boolean;
}
export interface ConversationMetadata {
  readonly total_messages: number;
  readonly participant_count: number;
  readonly last_activity: string;
  readonly conversation_summary: string;
  readonly tags: readonly { tag: string }[];
}

/**
 * Copy of every conversation for lists and rights. Written only by the room's outbox, guarded by `rev`; the room's own
 * SQLite is the authority. Added to schema.md: `turn_taking`, `persona_id`, `rev`, `seq`, `last_activity`.
 */
export const conversations = sqliteTable(
  "conversations",
  {
    id: text().primaryKey(),
    title: text(),
    user: text()
      .notNull()
      .references(() => users.id),
    conversation_type: text({ enum: CONVERSATION_TYPES }).notNull(),
    bot_participation: json<readonly BotParticipation[]>().default([]),
    participants: json<Participants>(),
    total_tokens: count(),
    last_summarized_at: text(),
    last_summarized_message_index: integer(),
    requires_summarization: flag(),
    memory_tome: text(),
    conversation_metadata: json<ConversationMetadata>(),
    status: text({ enum: CONVERSATION_STATUSES }).notNull().default("active"),
    conversation_settings: json<ConversationSettings>(),
    turn_taking: json<TurnTaking>(),
    /** Persona of the owner's next message. */
    persona_id: text(),
    /** Counts up with every change; an upsert with a lower one is a replay and does nothing. */
    rev: integer().notNull(),
    /** Event of the room's log that this copy shows. */
    seq: integer().notNull(),
    last_activity: text().generatedAlwaysAs(sql`json_extract(conversation_metadata, '$.last_activity')`, {
      mode: "virtual",
    }),
    ...contentTimes(),
    ...rowTimes(),
  },
  (t) => [
    index("conversations_memory_tome_idx").on(t.memory_tome).where(sql`memory_tome is not null`), // rooms that keep memories in a tome being deleted
    index("conversations_user_idx").on(t.user, t.last_activity), // the owner's room list, lately active first
    index("conversations_last_activity_idx").on(t.last_activity), // the rooms active last, whose outboxes health looks into
    check(
      "conversations_enums",
      allOf(isOneOf(t.conversation_type, CONVERSATION_TYPES), isOneOf(t.status, CONVERSATION_STATUSES)),
    ),
    check("conversations_numbers", sql`${t.total_tokens} >= 0 and ${t.rev} >= 0 and ${t.seq} >= 0`),
    check(
      "conversations_json",
      allOf(
        sql`json_valid(${t.bot_participation})`,
        sql`json_valid(${t.participants})`,
        sql`json_valid(${t.conversation_metadata})`,
        sql`json_valid(${t.conversation_settings})`,
      ),
    ),
  ],
);
export type ConversationRecord = typeof conversations.$inferSelect;

/** People of a conversation besides its owner's row, each with their own status. Written by the room's outbox. */
export const conversationMembers = sqliteTable(
  "conversation_members",
  {
    conversation: text()
      .notNull()
      .references(() => conversations.id),
    user: text()
      .notNull()
      .references(() => users.id),
    role: text({ enum: MEMBER_ROLES }).notNull(),
    status: text({ enum: CONVERSATION_STATUSES }).notNull().default("active"),
    joined_at: text().notNull(),
    /** Newest message this person has read. */
    read_up_to: text(),
    /** Messages of others after it, as the room counts them. */
    unread: count(),
    ...rowTimes(),
  },
  (t) => [
    primaryKey({ columns: [t.conversation, t.user] }),
    index("conversation_members_user_idx").on(t.user), // rooms a person takes part in
    check("conversation_members_enums", allOf(isOneOf(t.role, MEMBER_ROLES), isOneOf(t.status, CONVERSATION_STATUSES))),
  ],
);
export type ConversationMemberRecord = typeof conversationMembers.$inferSelect;
