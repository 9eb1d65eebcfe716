import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { CreatorProfileInput } from "../../../shared/fields/creator-profiles.ts";
import { nameKey } from "../../../shared/names/usernames.ts";
import { type Db, isUniqueViolation } from "../../db.ts";
import { newProfile } from "./ensure-creator-profile.ts";
import { demandOwnContent } from "./own-content.ts";
import { readUsername, takeBack, usernameTaken } from "./usernames.ts";

/**
 * Makes a person's creator profile as they wrote it.
 * @returns Its id.
 * @throws AppError `invalid` or `conflict` for the username, `invalid` for pictures and bots that are not theirs;
 *   `conflict` where they have a profile already.
 */
export async function createCreatorProfile(
  db: Db,
  userId: string,
  input: CreatorProfileInput,
  nowMs: number,
): Promise<string> {
  const username = readUsername(input.username);
  await demandOwnContent(db, input, { userId });
  const row = {
    ...newProfile({ userId, name: input.display_name }, username, nowMs),
    ...input,
    username,
    username_key: nameKey(username),
  };
  try {
    await db.batch([db.insert(creatorProfiles).values(row), takeBack(db, username)]);
    return row.id;
  } catch (error) {
    if (isUniqueViolation(error, "creator_profiles.username")) throw usernameTaken();
    if (!isUniqueViolation(error, "creator_profiles.user")) throw error;
    throw new AppError("conflict", "second profile", {
      publicMessage: "You have a creator profile already. Change that one.",
    });
  }
}
