import type { JobRecord } from "../../../schema/tables/jobs.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { type Deleter, type Deletion, deleteRow } from "../deletion/begin.ts";
import { demandOwner } from "./read-conversations.ts";

/**
 * Ends a conversation for everyone: first the room, so that its outbox writes nothing afterwards, then the copies in
 * D1. Lore and the memory tome stay, and so do memories.
 * @returns The job that clears the rest away, or null where nothing is left to do.
 * @throws AppError `not_found`, `forbidden`.
 */
export async function deleteConversation(
  env: Env,
  id: string,
  deleter: Deleter & Pick<Deletion, "undo">,
): Promise<JobRecord | null> {
  await demandOwner(openDb(env.DB), id, deleter.userId);
  return deleteRow(env, { kind: "conversations", id, ...deleter });
}
