import { AppError } from "../../../shared/app-error.ts";
import type { ConversationRow } from "../../../shared/fields/conversation-row.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { commandForAnswer } from "./command-room.ts";
import { demandRole, readConversation } from "./read-conversations.ts";
import type { ConversationEditor } from "./update.ts";

/**
 * Opens a room of the caller's own with the path up to a message; the old room stays as it is. A repeated
 * `ref` finds the same room.
 * @throws AppError `not_found` for the conversation or the message; as the room refuses.
 */
export async function branchConversation(
  env: Env,
  id: string,
  { message_id, ref = crypto.randomUUID() }: { message_id: string; ref?: string | undefined },
  { userId, name }: ConversationEditor,
): Promise<ConversationRow> {
  const db = openDb(env.DB);
  await demandRole(db, id, userId);
  const command = { type: "branch", ref, message_id } as const;
  const { conversation_id } = await commandForAnswer(env, id, { user_id: userId, name }, command).catch(inTheSameWords);
  if (conversation_id === undefined) throw new AppError("internal", "a branch without a room");
  return readConversation(db, conversation_id, userId);
}

/** A message that is not there answers as a conversation that is not. */
function inTheSameWords(error: unknown): never {
  if (error instanceof AppError && error.code === "not_found") throw new AppError("not_found", "no such message");
  throw error;
}
