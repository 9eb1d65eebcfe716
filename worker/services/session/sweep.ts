import { lt } from "drizzle-orm";
import { endedSessions } from "../../../schema/tables/ended-sessions.ts";
import { webhookEvents } from "../../../schema/tables/webhook-events.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";

/** How long deliveries are remembered, milliseconds. Chosen: senders give up after days, not weeks. */
const WEBHOOK_MS = 30 * 24 * 3_600_000;

/** Removes rows that say nothing any more: ended sessions whose tokens are over, old webhook deliveries. */
export async function sweepSessions(db: Db, nowMs: number): Promise<void> {
  await db.batch([
    db.delete(endedSessions).where(lt(endedSessions.expires_at, isoTime(nowMs))),
    db.delete(webhookEvents).where(lt(webhookEvents.createdAt, isoTime(nowMs - WEBHOOK_MS))),
  ]);
}
