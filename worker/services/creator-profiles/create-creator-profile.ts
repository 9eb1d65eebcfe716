import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { CreatorProfileInput } from "../../../shared/fields/creator-profiles.ts";
import { nameKey } from "../../../shared/names/usernames.ts";
import { type Db, isUniqueViolation } from "../../db.ts";
import { newProfile } from "./ensure-creator-profile.ts";
import { readUsername, usernameTaken } from "./update-creator-profile.ts";

/**
 * Makes a person's creator profile as they wrote it.
 * @returns Its id.
 * @throws AppError `invalid` or `conflict` for the username; `conflict` where they have a profile already.
 */
export async function createCreatorProfile(
  db: Db,
  userId: string,
  input: CreatorProfileInput,
  nowMs: number,
): Promise<string> {
  const username = readUsername(input.username);
  const row = {
    ...newProfile({ userId, name: input.display_name }, username, nowMs),
    ...input,
    username,
    username_key: nameKey(username),
  };
  try {
    await db.insert(creatorProfiles).values(row);
    return row.id;
  } catch (error) {
    if (isUniqueViolation(error, "creator_profiles.username")) throw usernameTaken();
    if (!isUniqueViolation(error, "creator_profiles.user")) throw error;
    throw new AppError("conflict", "second profile", {
      publicMessage: "You have a creator profile already. Change that one.",
    });
  }
}
