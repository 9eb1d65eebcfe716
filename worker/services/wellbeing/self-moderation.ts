import { and, eq } from "drizzle-orm";
import { type SelfModerationRecord, selfModeration } from "../../../schema/tables/self-moderation.ts";
import { SelfModerationInput, type SelfModerationPatch } from "../../../shared/fields/self-moderation.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { newId } from "../../ids.ts";
import { rowReader } from "../row-reader.ts";
import { sameVersion } from "../version-guard.ts";
import type { OwnEditor } from "./moods.ts";

const { createdAt, updatedAt, user } = selfModeration;
export const LIMIT_SORTS = { createdAt, updatedAt } as const;

/** The limits a person set: one row, or none where they never did. */
export const selfModerationReader = rowReader({
  table: selfModeration,
  sorts: LIMIT_SORTS,
  seenBy: (userId: string) => eq(user, userId),
  filter: (_query: object) => undefined,
});

const given = (patch: SelfModerationPatch) =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));

/** Sets what the patch names, in the row that is there or in a new one; of two first changes at once, one row holds both. */
export async function setLimits(
  db: Db,
  patch: SelfModerationPatch,
  { userId, nowMs }: OwnEditor,
): Promise<SelfModerationRecord> {
  const now = isoTime(nowMs);
  const row = { ...SelfModerationInput.parse({}), ...given(patch), id: newId(), user: userId };
  const [written] = await db
    .insert(selfModeration)
    .values({ ...row, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({ target: user, set: { ...given(patch), updatedAt: now } })
    .returning();
  return written as SelfModerationRecord;
}

/** Replaces the fields given. @throws AppError `not_found`, also for another's. */
export async function updateLimits(
  db: Db,
  id: string,
  patch: SelfModerationPatch,
  { userId, nowMs, expects }: OwnEditor,
): Promise<SelfModerationRecord> {
  await selfModerationReader.read(db, userId, id);
  await db.batch([
    ...sameVersion(db, selfModeration, id, expects),
    db
      .update(selfModeration)
      .set({ ...given(patch), updatedAt: isoTime(nowMs) })
      .where(and(eq(selfModeration.id, id), eq(user, userId))),
  ]);
  return selfModerationReader.read(db, userId, id);
}
