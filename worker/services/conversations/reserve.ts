import { and, eq, lt, sql } from "drizzle-orm";
import { conversationMembers, conversations } from "../../../schema/tables/conversations.ts";
import { DEFAULT_SETTINGS, DEFAULT_TURN_TAKING } from "../../../shared/fields/conversation.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { roomFor, withinQuota } from "../quotas/quotas.ts";

const RESERVED = 0;
/** A row that no room wrote yet: rooms count from 1, and their first row comes with its owner as a member. */
const isReserved = and(
  eq(conversations.rev, RESERVED),
  sql`not exists (select 1 from ${conversationMembers} where ${conversationMembers.conversation} = ${conversations.id})`,
);
/** From when on a reservation is that of a process that died before its room was made, milliseconds. Chosen. */
const STALE_MS = 3_600_000;

/**
 * Takes the place of a conversation that is about to be made, in the batch that counts those there are: rooms are made
 * by objects that know nothing of each other. The room's first row takes the reservation's place.
 * @throws AppError `limit_reached`.
 */
export async function reserveConversation(db: Db, id: string, userId: string, nowMs: number): Promise<void> {
  const now = isoTime(nowMs);
  const stale = and(eq(conversations.user, userId), isReserved, lt(conversations.createdAt, isoTime(nowMs - STALE_MS)));
  const row: typeof conversations.$inferInsert = {
    id,
    user: userId,
    conversation_type: "single-bot",
    participants: { personas: [], bots: [] },
    conversation_metadata: {
      total_messages: 0,
      participant_count: 0,
      last_activity: now,
      conversation_summary: "",
      tags: [],
    },
    conversation_settings: DEFAULT_SETTINGS,
    turn_taking: DEFAULT_TURN_TAKING,
    rev: RESERVED,
    seq: 0,
    created_timestamp: now,
    modified_timestamp: now,
    createdAt: now,
    updatedAt: now,
  };
  await withinQuota(
    db.batch([
      db.delete(conversations).where(stale),
      roomFor(db, userId, "conversations", 1),
      db.insert(conversations).values(row),
    ]),
  );
}

/** Gives the place back where no room was made. */
export async function releaseConversation(db: Db, id: string): Promise<void> {
  await db.delete(conversations).where(and(eq(conversations.id, id), isReserved));
}
