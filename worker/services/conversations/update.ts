import type { ConversationPatch, ConversationRow } from "../../../shared/fields/conversation-row.ts";
import type { Db } from "../../db.ts";
import { demandTomes, type Linker, linkTomes } from "../lore/links.ts";
import { demandOwner, readConversation } from "./read-conversations.ts";

/**
 * Links tomes to a conversation: every bot in it reads them, with the owner's rights.
 * @throws AppError `not_found` for the conversation or a tome, `forbidden`.
 */
export async function updateConversation(
  db: Db,
  id: string,
  { knowledge_collections: ids }: ConversationPatch,
  owner: Linker,
): Promise<ConversationRow> {
  await demandOwner(db, id, owner.userId);
  const { knowledge_collections: linked = [] } = await readConversation(db, id, owner.userId);
  await demandTomes(db, { field: "knowledge_collections", ids, linked }, owner);
  await db.batch([...linkTomes(db, { kind: "conversation", id }, ids, owner)]);
  return readConversation(db, id, owner.userId);
}
