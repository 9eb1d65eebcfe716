import { AppError } from "../../../shared/app-error.ts";
import type { ConversationPatch, ConversationRow } from "../../../shared/fields/conversation-row.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { demandTomes, linkTomes } from "../lore/links.ts";
import { commandRoom } from "./command-room.ts";
import { setOwnStatus } from "./own-status.ts";
import { demandRole, readConversation } from "./read-conversations.ts";

/** Whose change it is, and when. */
export interface ConversationEditor {
  readonly userId: string;
  readonly name: string;
  readonly nowMs: number;
}

/**
 * Changes a conversation, a member their own status alone: the room what is the room's, D1 which tomes every bot in it reads, with the owner's rights.
 * @throws AppError `not_found` for the conversation, a persona or a tome, `forbidden`; as the room refuses.
 */
export async function updateConversation(
  env: Env,
  id: string,
  change: ConversationPatch,
  owner: ConversationEditor,
): Promise<ConversationRow> {
  const db = openDb(env.DB);
  const role = await demandRole(db, id, owner.userId);
  if (role !== "owner") {
    const { status, ...others } = change;
    if (Object.values(others).some((value) => value !== undefined)) throw new AppError("forbidden", "not the owner");
    // Each member has a status of their own; all else is the owner's.
    if (status !== undefined) await setOwnStatus(env, id, owner.userId, status);
    return readConversation(db, id, owner.userId);
  }
  const { knowledge_collections: ids, ...ofRoom } = change;
  if (ids !== undefined) await linkConversation(env, id, ids, owner);
  if (Object.values(ofRoom).some((value) => value !== undefined)) await setRoom(env, id, ofRoom, owner);
  return readConversation(db, id, owner.userId);
}

async function linkConversation(env: Env, id: string, ids: readonly string[], owner: ConversationEditor) {
  const db = openDb(env.DB);
  const { knowledge_collections: linked = [] } = await readConversation(db, id, owner.userId);
  await demandTomes(db, { field: "knowledge_collections", ids, linked }, owner);
  await db.batch([...linkTomes(db, { kind: "conversation", id }, ids, owner)]);
}

/** What HTTP calls `conversation_settings` is `settings` in the room's command. */
const fieldName = (name: string): string => name.replace(/^settings\b/, "conversation_settings");

async function setRoom(
  env: Env,
  id: string,
  { conversation_settings: settings, ...fields }: Omit<ConversationPatch, "knowledge_collections">,
  { userId, name }: ConversationEditor,
): Promise<void> {
  const command = { type: "set", ref: crypto.randomUUID(), ...fields, settings } as const;
  await commandRoom(env, id, { user_id: userId, name }, command, fieldName);
}
