import { and, eq, sql } from "drizzle-orm";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { demand } from "../access/rights.ts";
import type { LockableType } from "../access/unlocked.ts";
import { sameVersion } from "../version-guard.ts";
import { LOCK_TABLES, readLock } from "./locks.ts";
import { hashPassword } from "./password-hash.ts";

/** Whose doing it is, when, and of which version. */
export interface Locker {
  readonly userId: string;
  readonly nowMs: number;
  readonly expects?: string | undefined;
}

/**
 * Gives a tome or an entry a share password, or none. Either way nothing unlocked before stays open. A private tome is
 * `shared` from then on: its password is its link. About 0.2 s of CPU for a password.
 * @throws AppError `not_found`, `forbidden` below `admin`.
 */
export async function setSharePassword(
  db: Db,
  type: LockableType,
  id: string,
  password: string | null,
  locker: Locker,
): Promise<void> {
  demand(await readLock(db, type, id, locker), "admin");
  const hash = password === null ? null : await hashPassword(password);
  const table = LOCK_TABLES[type];
  const { sharing_settings, sharing_level } = knowledgeCollections;
  await db.batch([
    ...sameVersion(db, table, id, locker.expects),
    ...setHash(db, type, id, hash, locker.nowMs),
    db
      .update(knowledgeCollections)
      .set({ sharing_settings: sql`json_set(${sharing_settings}, '$.sharing_level', 'shared')` })
      .where(
        and(
          eq(knowledgeCollections.id, type === "knowledgeCollection" && hash !== null ? id : ""),
          eq(sharing_level, "private"),
        ),
      ),
  ]);
}

/** Writes a password's hash, or none; for the batch that does. */
export const setHash = (db: Db, type: LockableType, id: string, hash: string | null, nowMs: number) => {
  const table = LOCK_TABLES[type];
  const next = { share_version: sql`${table.share_version} + 1`, updatedAt: isoTime(nowMs) };
  return [
    db
      .update(table)
      .set({ share_password_hash: hash, ...next })
      .where(eq(table.id, id)),
  ] as const;
};
