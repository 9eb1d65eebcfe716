import { and, eq } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { CreatorProfileInput, type CreatorProfileRow } from "../../../shared/fields/creator-profiles.ts";
import { type RowPatchBody, rowPatch } from "../../../shared/fields/row-patch.ts";
import { nameKey } from "../../../shared/names/usernames.ts";
import { isoTime } from "../../clock.ts";
import { type Db, isUniqueViolation } from "../../db.ts";
import { sameVersion } from "../version-guard.ts";
import { demandOwnContent } from "./own-content.ts";
import { readCreatorProfile } from "./read-creator-profiles.ts";
import { demandRename, keepUsername, readUsername, takeBack, usernameTaken } from "./usernames.ts";

export const creatorProfilePatch = rowPatch(CreatorProfileInput);
export type CreatorProfileChange = RowPatchBody<CreatorProfileInput>;

/** Whose change it is, when, and of which version (see `sameVersion`). */
export interface ProfileEditor {
  readonly userId: string;
  readonly nowMs: number;
  readonly expects?: string | undefined;
}

/**
 * Changes one's own profile; the name shown on one's bots follows, and a username given up is kept for a while.
 * @throws AppError `not_found`, `forbidden`; `invalid`, `conflict` or `limit_reached` for the username.
 */
export async function updateCreatorProfile(
  db: Db,
  id: string,
  change: CreatorProfileChange,
  editor: ProfileEditor,
): Promise<CreatorProfileRow> {
  const before = await readCreatorProfile(db, id, editor, "owner");
  const after = creatorProfilePatch.apply(inputOf(before), change);
  await demandOwnContent(db, after, editor, before);
  const username = readUsername(after.username);
  if (username !== before.username) await demandRename(db, editor.userId, editor.nowMs);
  const named = Object.entries(after).filter(([name]) => change[name as keyof CreatorProfileChange] !== undefined);
  const fields = { ...Object.fromEntries(named), ...(change.username === undefined ? {} : nameOf(username)) };
  try {
    await db.batch([...sameVersion(db, creatorProfiles, id, editor.expects), ...writes(db, id, fields, editor)]);
  } catch (error) {
    if (isUniqueViolation(error, "creator_profiles.username")) throw usernameTaken();
    throw error;
  }
  return readCreatorProfile(db, id, editor);
}

const inputOf = (row: CreatorProfileRow): CreatorProfileInput =>
  CreatorProfileInput.parse({
    ...Object.fromEntries(Object.entries(row).filter(([name]) => name in CreatorProfileInput.shape)),
    portfolio: { featured_bots: row.portfolio.featured_bots },
  });

const nameOf = (username: string) => ({ username, username_key: nameKey(username) });

function writes(
  db: Db,
  id: string,
  fields: Partial<typeof creatorProfiles.$inferInsert>,
  { userId, nowMs }: ProfileEditor,
) {
  const now = isoTime(nowMs);
  const update = db
    .update(creatorProfiles)
    .set({ ...fields, modified_timestamp: now, last_active: now, updatedAt: now })
    .where(and(eq(creatorProfiles.id, id), eq(creatorProfiles.user, userId)));
  const { username, display_name } = fields;
  const ownBots = and(eq(bots.creator_profile, id), eq(bots.user, userId));
  return [
    ...(username === undefined ? [] : keepUsername(db, id, username, nowMs)),
    update,
    ...(username === undefined ? [] : [takeBack(db, username)]),
    ...(display_name === undefined ? [] : [db.update(bots).set({ creator_display_name: display_name }).where(ownBots)]),
  ] as const;
}
