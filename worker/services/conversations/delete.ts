import { and, eq } from "drizzle-orm";
import { conversationMembers, conversations } from "../../../schema/tables/conversations.ts";
import { knowledgeActivationLog } from "../../../schema/tables/knowledge-activation-log.ts";
import { collectionLinks } from "../../../schema/tables/knowledge-collections.ts";
import { messages } from "../../../schema/tables/messages.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { callRoom } from "./call-room.ts";
import { demandOwner } from "./read-conversations.ts";

/**
 * Ends a conversation for everyone: first the room, so that its outbox writes nothing afterwards, then the copies in
 * D1. Lore and the memory tome stay. May be repeated where it broke off.
 * @throws AppError `not_found`, `forbidden`.
 */
export async function deleteConversation(env: Env, id: string, userId: string): Promise<void> {
  const db = openDb(env.DB);
  await demandOwner(db, id, userId);
  await destroyRoom(env, id);
  await db.batch([
    db.delete(messages).where(eq(messages.conversation, id)),
    db.delete(knowledgeActivationLog).where(eq(knowledgeActivationLog.conversation_id, id)),
    db.delete(conversationMembers).where(eq(conversationMembers.conversation, id)),
    db
      .delete(collectionLinks)
      .where(and(eq(collectionLinks.target_kind, "conversation"), eq(collectionLinks.target_id, id))),
    db.delete(conversations).where(eq(conversations.id, id)),
  ]);
}

/** The object may end itself before its answer is out; then whether it still knows the room is the answer. */
async function destroyRoom(env: Env, id: string): Promise<void> {
  try {
    await callRoom(env, id, (room) => room.destroy());
  } catch (error) {
    const left = await env.CONVERSATION.getByName(id).snapshot();
    if (left.ok || left.code !== "not_found") throw error;
  }
}
