import { and, eq, type SQL, sql } from "drizzle-orm";
import { accessControl } from "../../../schema/tables/access-control.ts";
import { bots } from "../../../schema/tables/bots.ts";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import type { ResourceType, Right } from "../../../shared/fields/access-control.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { botRight } from "../access/bot-access.ts";
import type { WhoSql } from "../access/grants.ts";
import { demand, type Viewer } from "../access/rights.ts";
import { tomeLocked, tomeRight } from "../access/tome-access.ts";

/** One shared thing. */
export interface Resource {
  readonly type: ResourceType;
  readonly id: string;
}

export const TABLES = { bot: bots, knowledgeCollection: knowledgeCollections } as const;

/** What `who` holds on a row of the type's table. */
export const rightOn = (type: ResourceType, who: WhoSql, nowMs: number): SQL<Right | null> =>
  type === "bot" ? botRight(who, nowMs) : tomeRight(who, nowMs);

/**
 * A thing whose grants the caller manages: its owner and whoever holds `admin` on it.
 * @throws AppError `not_found`, `forbidden`.
 */
export async function demandManager(
  db: Db,
  { type, id }: Resource,
  { userId, nowMs }: Viewer,
): Promise<{ readonly owner: string; readonly right: Right }> {
  const table = TABLES[type];
  const isLocked = type === "bot" ? sql<number>`0` : tomeLocked(userId, nowMs);
  const found = await db
    .select({ owner: table.user, right: rightOn(type, userId, nowMs), isLocked })
    .from(table)
    .where(eq(table.id, id))
    .get();
  return demand(found, "admin");
}

/** Says of a private thing that it is shared, once `grant` is there. A public one says more already. */
export function markShared(db: Db, grant: string, { type, id }: Resource, nowMs: number) {
  const updatedAt = isoTime(nowMs);
  const isThere = sql`exists (select 1 from ${accessControl} where ${accessControl.id} = ${grant})`;
  if (type === "bot")
    return db
      .update(bots)
      .set({ sharing_visibility: "shared", updatedAt })
      .where(and(eq(bots.id, id), eq(bots.sharing_visibility, "private"), isThere));
  const { sharing_settings, sharing_level } = knowledgeCollections;
  return db
    .update(knowledgeCollections)
    .set({ sharing_settings: sql`json_set(${sharing_settings}, '$.sharing_level', 'shared')`, updatedAt })
    .where(and(eq(knowledgeCollections.id, id), eq(sharing_level, "private"), isThere));
}
