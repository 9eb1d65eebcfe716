import { eq } from "drizzle-orm";
import { type MediaRecord, media } from "../../../schema/tables/media.ts";
import { AppError } from "../../../shared/app-error.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { callRoom } from "./call-room.ts";
import { demandRole } from "./read-conversations.ts";

/** A picture by the message that shows it. */
interface Attached {
  readonly conversationId: string;
  readonly messageId: string;
  readonly mediaId: string;
}

/**
 * An upload that a message shows. The room is asked, not its copy in D1: the message may have come this moment, and of
 * what was deleted, or to who was sent away, nothing is shown any more. Costs two reads of D1 and one call of the object.
 * @throws AppError `not_found` for no part in the room, a whisper between others, and what the message does not show.
 */
export async function attachedMedia(
  env: Env,
  { conversationId, messageId, mediaId }: Attached,
  userId: string,
): Promise<MediaRecord> {
  const db = openDb(env.DB);
  await demandRole(db, conversationId, userId);
  const isShown = await callRoom(env, conversationId, (room) => room.shows({ messageId, mediaId }, userId));
  const row = isShown ? await db.select().from(media).where(eq(media.id, mediaId)).get() : undefined;
  if (row === undefined) throw new AppError("not_found", "no such picture");
  return row;
}
