import { eq } from "drizzle-orm";
import { type UserRecord, users } from "../../../schema/tables/users.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { MePatch } from "../../../shared/fields/users.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { demandOwnImage } from "../media/own-image.ts";
import { forgetCallers } from "../session/remembered-callers.ts";
import { sameVersion } from "../version-guard.ts";
import { settlePronouns } from "./pronouns.ts";

/** @throws AppError `not_found` for a user who is gone. */
export async function readUser(db: Db, id: string): Promise<UserRecord> {
  const row = await db.select().from(users).where(eq(users.id, id)).get();
  if (row === undefined) throw new AppError("not_found", "no such user");
  return row;
}

/** Who changes their own account, when, and on top of which version of it. */
export interface SelfEditor {
  readonly userId: string;
  readonly nowMs: number;
  readonly expects?: string | undefined;
}

/**
 * Replaces the given fields of one's own account; an emptied text is none. Role, balance and address are not among them.
 * @throws AppError `invalid` for a picture that is not one's own, and for pronouns by half.
 */
export async function updateMe(db: Db, editor: SelfEditor, patch: MePatch): Promise<UserRecord> {
  const { userId, nowMs, expects } = editor;
  if (patch.avatar !== undefined) await demandOwnImage(db, patch.avatar, userId, "avatar");
  const given = Object.entries(patch)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, value === "" ? null : value]);
  const changesPronouns = patch.pronouns !== undefined || patch.custom_pronouns !== undefined;
  const pronouns = changesPronouns ? settlePronouns(await readUser(db, userId), patch) : {};
  await db.batch([
    ...sameVersion(db, users, userId, expects),
    db
      .update(users)
      .set({ ...Object.fromEntries(given), ...pronouns, updatedAt: isoTime(nowMs) })
      .where(eq(users.id, userId)),
  ]);
  forgetCallers();
  return readUser(db, userId);
}
