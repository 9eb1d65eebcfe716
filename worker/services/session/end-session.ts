import { endedSessions } from "../../../schema/tables/ended-sessions.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { forgetCallers } from "./remembered-callers.ts";

/** Ends a sign-in: none of its tokens counts from now on. A repeat does nothing. */
export async function endSession(
  db: Db,
  session: { sessionId: string; expiresAtMs: number },
  nowMs: number,
): Promise<void> {
  await db
    .insert(endedSessions)
    .values({ id: session.sessionId, expires_at: isoTime(session.expiresAtMs), createdAt: isoTime(nowMs) })
    .onConflictDoNothing();
  forgetCallers();
}
