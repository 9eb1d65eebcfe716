import { and, eq, type SQL } from "drizzle-orm";
import { userBlocks } from "../../../schema/tables/user-blocks.ts";
import { users } from "../../../schema/tables/users.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { Person } from "../../../shared/fields/access-control.ts";
import type { BlockRow } from "../../../shared/fields/blocks.ts";
import { isoTime } from "../../clock.ts";
import { type Db, isUniqueViolation } from "../../db.ts";
import { newId } from "../../ids.ts";
import { findPerson } from "../access/find-person.ts";
import { type Cursor, keyset, type Sort } from "../keyset.ts";
import { sameVersion } from "../version-guard.ts";

export const BLOCK_SORTS = { createdAt: userBlocks.createdAt } as const;

/** Which of the caller's own blocks a list shows. */
export interface BlockQuery {
  readonly blocked?: string | undefined;
  readonly sort: Sort<typeof BLOCK_SORTS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

/** Whose block it is, when, and of which version. */
export interface Blocker {
  readonly userId: string;
  readonly nowMs: number;
  readonly expects?: string | undefined;
}

const selectBlocks = (db: Db) =>
  db
    .select({ block: userBlocks, blocked_display_name: users.displayName })
    .from(userBlocks)
    .innerJoin(users, eq(users.id, userBlocks.blocked))
    .$dynamic();

const ownBlock = (id: string, { userId }: Blocker): SQL | undefined =>
  and(eq(userBlocks.id, id), eq(userBlocks.blocker, userId));

/** @throws AppError `not_found`, also for another's: nobody learns who blocked them. */
export async function readBlock(db: Db, id: string, blocker: Blocker): Promise<BlockRow> {
  const found = await selectBlocks(db).where(ownBlock(id, blocker)).get();
  if (found === undefined) throw new AppError("not_found", "no such block");
  return { ...found.block, blocked_display_name: found.blocked_display_name };
}

const filterOf = ({ blocked }: BlockQuery, { userId }: Blocker): SQL | undefined =>
  and(eq(userBlocks.blocker, userId), blocked === undefined ? undefined : eq(userBlocks.blocked, blocked));

/** Whom the caller blocked; `limit + 1` rows at most. */
export async function listBlocks(db: Db, query: BlockQuery, blocker: Blocker): Promise<BlockRow[]> {
  const page = keyset(BLOCK_SORTS, userBlocks.id, query.sort, query.after);
  const found = await selectBlocks(db)
    .where(and(filterOf(query, blocker), page.where))
    .orderBy(...page.orderBy)
    .limit(query.limit + 1);
  return found.map(({ block, blocked_display_name }) => ({ ...block, blocked_display_name }));
}

export const countBlocks = (db: Db, query: BlockQuery, blocker: Blocker): Promise<number> =>
  db.$count(userBlocks, filterOf(query, blocker));

/**
 * Blocks somebody, whatever they think of the caller. What was granted between the two stays and counts for nothing
 * until the block is taken back.
 * @throws AppError `not_found` for nobody, `invalid` for oneself, `conflict` where they are blocked already.
 */
export async function createBlock(db: Db, whom: Person, blocker: Blocker): Promise<BlockRow> {
  const blocked = await findPerson(db, whom, blocker, "there");
  if (blocked.id === blocker.userId)
    throw new AppError("invalid", "oneself", { fields: [{ path: "user", message: "is you" }] });
  const now = isoTime(blocker.nowMs);
  const id = newId();
  try {
    await db
      .insert(userBlocks)
      .values({ id, blocker: blocker.userId, blocked: blocked.id, createdAt: now, updatedAt: now });
  } catch (error) {
    if (!isUniqueViolation(error, "user_blocks.blocker")) throw error;
    throw new AppError("conflict", "blocked", {
      publicMessage: "You blocked this person already.",
      fields: [{ path: "user", message: "is blocked already" }],
    });
  }
  return readBlock(db, id, blocker);
}

/** Takes a block back; what was granted before counts again. @throws AppError `not_found`. */
export async function deleteBlock(db: Db, id: string, blocker: Blocker): Promise<void> {
  await readBlock(db, id, blocker);
  await db.batch([
    ...sameVersion(db, userBlocks, id, blocker.expects),
    db.delete(userBlocks).where(ownBlock(id, blocker)),
  ]);
}
