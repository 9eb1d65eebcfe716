import { and, eq } from "drizzle-orm";
import { conversationMembers } from "../../../schema/tables/conversations.ts";
import type { ConversationStatus } from "../../../shared/fields/conversation.ts";
import { isoTime, nowMs } from "../../clock.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { tellUser } from "../users/tell-user.ts";

/** Keeps how a member has put a room away for themselves, and tells their devices. Nothing for who is no member. */
export async function setOwnStatus(
  env: Env,
  conversationId: string,
  userId: string,
  status: ConversationStatus,
): Promise<void> {
  await openDb(env.DB)
    .update(conversationMembers)
    .set({ status, updatedAt: isoTime(nowMs()) })
    .where(and(eq(conversationMembers.conversation, conversationId), eq(conversationMembers.user, userId)));
  await tellUser(env, userId, { kind: "look" });
}
