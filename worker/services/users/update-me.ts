import { eq } from "drizzle-orm";
import { type UserRecord, users } from "../../../schema/tables/users.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { MePatch } from "../../../shared/fields/users.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { demandOwnImage } from "../media/own-image.ts";

/** @throws AppError `not_found` for a user who is gone. */
export async function readUser(db: Db, id: string): Promise<UserRecord> {
  const row = await db.select().from(users).where(eq(users.id, id)).get();
  if (row === undefined) throw new AppError("not_found", "no such user");
  return row;
}

/** Replaces the given fields of one's own account. Role, balance and address are not among them. */
export async function updateMe(db: Db, userId: string, patch: MePatch, nowMs: number): Promise<UserRecord> {
  if (patch.avatar !== undefined) await demandOwnImage(db, patch.avatar, userId, "avatar");
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  await db
    .update(users)
    .set({ ...given, updatedAt: isoTime(nowMs) })
    .where(eq(users.id, userId));
  return readUser(db, userId);
}
