import { eq, sql } from "drizzle-orm";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import type { Right } from "../../../shared/fields/access-control.ts";
import type { Db } from "../../db.ts";
import type { Viewer } from "../access/rights.ts";
import { entryLocked, entryRight, tomeLocked, tomeRight } from "../access/tome-access.ts";
import type { LockableType } from "../access/unlocked.ts";

/** A row that can have a share password, as the caller stands to it. */
export interface Lock {
  readonly right: Right | null;
  /** 1 where the password is all the caller lacks. */
  readonly isLocked: number;
  readonly hash: string | null;
  readonly version: number;
}

/** What a password of `type` is kept in. */
export const LOCK_TABLES = { knowledgeCollection: knowledgeCollections, knowledge } as const;

/** The lock of a tome or of an entry; undefined where there is no such row. */
export function readLock(
  db: Db,
  type: LockableType,
  id: string,
  { userId, nowMs, unlocked }: Viewer,
): Promise<Lock | undefined> {
  if (type === "knowledge")
    return db
      .select({
        right: entryRight(userId, nowMs, unlocked),
        isLocked: entryLocked(userId, nowMs, unlocked),
        hash: knowledge.share_password_hash,
        version: knowledge.share_version,
      })
      .from(knowledge)
      .innerJoin(knowledgeCollections, eq(knowledgeCollections.id, knowledge.knowledge_collection))
      .where(eq(knowledge.id, id))
      .get();
  return db
    .select({
      right: sql<Right | null>`${tomeRight(userId, nowMs)}`,
      isLocked: tomeLocked(userId, nowMs),
      hash: knowledgeCollections.share_password_hash,
      version: knowledgeCollections.share_version,
    })
    .from(knowledgeCollections)
    .where(eq(knowledgeCollections.id, id))
    .get();
}
