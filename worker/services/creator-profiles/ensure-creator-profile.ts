import { eq } from "drizzle-orm";
import { type CreatorProfileRecord, creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { AppError } from "../../../shared/app-error.ts";
import { CreatorProfileInput } from "../../../shared/fields/creator-profiles.ts";
import { makeUsername, numbered } from "../../../shared/names/slugs.ts";
import { MAX_USERNAME, nameKey } from "../../../shared/names/usernames.ts";
import { isoTime } from "../../clock.ts";
import { type Db, isUniqueViolation } from "../../db.ts";
import { newId } from "../../ids.ts";

/** What a profile made by itself says of its creator. */
const defaultBio = (name: string): string => `${name} makes bots here.`;

/** Tries in order before a random tail is taken. Chosen: names that common are better told apart at random. */
const NUMBERED_TRIES = 20;

/**
 * The user's creator profile, made from their display name where they have none. Of several first bots at once, one
 * profile wins for all; of several people with one name, each gets their own number.
 */
export async function ensureCreatorProfile(
  db: Db,
  user: { readonly userId: string; readonly name: string },
  nowMs: number,
): Promise<CreatorProfileRecord> {
  const base = makeUsername(user.name);
  for (let n = 0; n <= NUMBERED_TRIES; n += 1) {
    // The first look finds what there is, each further one what an insert of ours or of somebody else's has made.
    const known = await db.select().from(creatorProfiles).where(eq(creatorProfiles.user, user.userId)).get();
    if (known !== undefined) return known;
    const tail = n < NUMBERED_TRIES ? n + 1 : crypto.getRandomValues(new Uint32Array(1))[0];
    const username = numbered(base, tail ?? 2, MAX_USERNAME);
    await insertUnlessTaken(db, newProfile(user, username, nowMs));
  }
  const made = await db.select().from(creatorProfiles).where(eq(creatorProfiles.user, user.userId)).get();
  if (made === undefined) throw new AppError("conflict", "no free username");
  return made;
}

/** A name that somebody gave up and that is kept for them is refused in other words than one in use. */
async function insertUnlessTaken(db: Db, row: CreatorProfileRecord): Promise<void> {
  try {
    await db.insert(creatorProfiles).values(row).onConflictDoNothing();
  } catch (error) {
    if (!isUniqueViolation(error, "creator_profiles.username")) throw error;
  }
}

/** A new profile's row; what a person may write comes from the schema's defaults. */
export function newProfile(
  user: { readonly userId: string; readonly name: string },
  username: string,
  nowMs: number,
): CreatorProfileRecord {
  const name = user.name.slice(0, 100);
  const now = isoTime(nowMs);
  return {
    ...CreatorProfileInput.parse({ username, display_name: name, bio: defaultBio(name) }),
    id: newId(),
    user: user.userId,
    username_key: nameKey(username),
    verification_status: "unverified",
    featured_creator: false,
    last_active: now,
    created_timestamp: now,
    modified_timestamp: now,
    createdAt: now,
    updatedAt: now,
  };
}
