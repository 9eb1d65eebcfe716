import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { bots } from "../../../schema/tables/bots.ts";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { CreatorProfilePatch } from "../../../shared/fields/creator-profiles.ts";
import { foldName, nameKey, usernameProblem } from "../../../shared/names/usernames.ts";
import { isoTime } from "../../clock.ts";
import { type Db, isUniqueViolation } from "../../db.ts";

/** @throws AppError `invalid` naming what is wrong with a username. */
export function readUsername(text: string): string {
  const username = foldName(text);
  const problem = usernameProblem(username);
  if (problem === null) return username;
  throw new AppError("invalid", "username", {
    publicMessage: `This username ${problem}.`,
    fields: [{ path: "username", message: problem }],
  });
}

/** The refusal of a username that somebody has. */
export const usernameTaken = (): AppError =>
  new AppError("conflict", "username", {
    publicMessage: "This username is taken.",
    fields: [{ path: "username", message: "is taken" }],
  });

/**
 * Replaces the given fields of one's own profile; the name shown on one's bots follows.
 * @throws AppError `not_found` where `id` is not the user's, `invalid` or `conflict` for the username.
 */
export async function updateCreatorProfile(
  db: Db,
  id: string,
  userId: string,
  patch: z.output<typeof CreatorProfilePatch>,
  nowMs: number,
): Promise<void> {
  const now = isoTime(nowMs);
  const { username: written, ...fields } = patch;
  const username = written === undefined ? undefined : readUsername(written);
  const renamed = username === undefined ? {} : { username, username_key: nameKey(username) };
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const own = and(eq(creatorProfiles.id, id), eq(creatorProfiles.user, userId));
  const times = { modified_timestamp: now, last_active: now, updatedAt: now };
  const profile = db
    .update(creatorProfiles)
    .set({ ...given, ...renamed, ...times })
    .where(own);
  const shownAs = patch.display_name;
  const ownBots = and(eq(bots.creator_profile, id), eq(bots.user, userId));
  try {
    const found = await db.select({ id: creatorProfiles.id }).from(creatorProfiles).where(own).get();
    if (found === undefined) throw new AppError("not_found", "not theirs");
    if (shownAs === undefined) await profile;
    else await db.batch([profile, db.update(bots).set({ creator_display_name: shownAs }).where(ownBots)]);
  } catch (error) {
    if (isUniqueViolation(error, "creator_profiles.username")) throw usernameTaken();
    throw error;
  }
}
