import type { JobRecord } from "../../../schema/tables/jobs.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { newId } from "../../ids.ts";
import { type Deleter, type Deletion, deleteRow } from "../deletion/begin.ts";
import { callRoom } from "./call-room.ts";
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
  const job = await deleteRow(env, { kind: "conversations", id, ...deleter });
  // With a way back the object lives on. One that cannot be reached lets everybody go within a minute: nobody has a part.
  const ref = newId();
  if (deleter.undo) await Promise.allSettled([callRoom(env, id, (room) => room.shut(ref))]);
  return job;
}
