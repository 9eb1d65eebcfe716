import { eq } from "drizzle-orm";
import { botSlugRedirects } from "../../../schema/tables/bot-slug-redirects.ts";
import { creatorFollows } from "../../../schema/tables/creator-follows.ts";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { usernameRedirects } from "../../../schema/tables/username-redirects.ts";
import { AppError } from "../../../shared/app-error.ts";
import { type Db, databaseMessage } from "../../db.ts";
import { sameVersion } from "../version-guard.ts";
import { readCreatorProfile } from "./read-creator-profiles.ts";
import type { ProfileEditor } from "./update-creator-profile.ts";
import { keepUsername } from "./usernames.ts";

/**
 * Removes one's own profile and who follows it. Its names lead nowhere, and are kept for a while.
 * @throws AppError `not_found`, `forbidden`; `conflict` while there are bots under it, also ones made meanwhile: the
 *   database itself refuses.
 */
export async function deleteCreatorProfile(db: Db, id: string, editor: ProfileEditor): Promise<void> {
  await readCreatorProfile(db, id, editor, "owner");
  try {
    await db.batch([
      ...sameVersion(db, creatorProfiles, id, editor.expects),
      db.delete(creatorFollows).where(eq(creatorFollows.following, id)),
      ...keepUsername(db, id, null, editor.nowMs),
      db.update(usernameRedirects).set({ profile: null }).where(eq(usernameRedirects.profile, id)),
      db.delete(botSlugRedirects).where(eq(botSlugRedirects.creator_profile, id)),
      db.delete(creatorProfiles).where(eq(creatorProfiles.id, id)),
    ]);
  } catch (error) {
    if (!databaseMessage(error).includes("FOREIGN KEY constraint failed")) throw error;
    throw new AppError("conflict", "bots under the profile", {
      publicMessage: "You have bots under this profile. Delete them first.",
    });
  }
}
