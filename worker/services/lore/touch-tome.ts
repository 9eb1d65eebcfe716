import { inArray, sql } from "drizzle-orm";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";

/**
 * Says that a tome or one of its entries changed, within the batch that changes it. The stamp always rises, also within
 * a millisecond and when a clock goes back: rooms fetch lore again only where it moved.
 */
export function touchTomes(db: Db, ids: readonly string[], nowMs: number) {
  const { id, modified_timestamp } = knowledgeCollections;
  const now = isoTime(nowMs);
  const risen = sql`max(${now}, strftime('%Y-%m-%dT%H:%M:%fZ', ${modified_timestamp}, '+0.001 seconds'))`;
  return db
    .update(knowledgeCollections)
    .set({ modified_timestamp: risen, updatedAt: now })
    .where(inArray(id, [...ids]));
}
