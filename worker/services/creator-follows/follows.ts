import { and, eq, type SQL, sql } from "drizzle-orm";
import { type CreatorFollowRecord, creatorFollows } from "../../../schema/tables/creator-follows.ts";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { media } from "../../../schema/tables/media.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { Right } from "../../../shared/fields/access-control.ts";
import type { CreatorFollowRow, FollowState } from "../../../shared/fields/creator-follows.ts";
import { isoTime } from "../../clock.ts";
import { type Db, databaseMessage, isUniqueViolation } from "../../db.ts";
import { newId } from "../../ids.ts";
import { profileRight } from "../access/profile-access.ts";
import { demand } from "../access/rights.ts";
import { type Cursor, keyset, type Sort } from "../keyset.ts";
import { sameVersion } from "../version-guard.ts";

const { id, follower, following, createdAt } = creatorFollows;
export const FOLLOW_SORTS = { createdAt } as const;

/** Who follows, when, and which version they saw (see `sameVersion`). */
export interface Follower {
  readonly userId: string;
  readonly nowMs: number;
  readonly expects?: string | undefined;
}

/** Whom the caller follows; with `followers` instead who follows the caller, as far as their own profile is public. */
export interface FollowFilter {
  readonly followers?: boolean | undefined;
  readonly following?: string | undefined;
}
export interface FollowQuery extends FollowFilter {
  readonly sort: Sort<typeof FOLLOW_SORTS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

const isPublic = sql`${creatorProfiles.profile_settings} ->> '$.visibility' = 'public'`;
const ownProfile = (userId: string) =>
  sql`(select mine.id from ${creatorProfiles} as mine where mine.user = ${userId})`;

/** The profile at the other end, as far as the caller may see it. */
const otherEnd = ({ followers }: FollowFilter, userId: string): SQL | undefined =>
  followers
    ? and(eq(creatorProfiles.user, follower), isPublic, sql`${profileRight(userId)} is not null`)
    : and(eq(creatorProfiles.id, following), sql`${profileRight(userId)} is not null`);

const whereOf = (filter: FollowFilter, userId: string): SQL | undefined =>
  and(
    filter.followers
      ? and(eq(following, ownProfile(userId)), sql`${creatorProfiles.id} is not null`)
      : eq(follower, userId),
    filter.following === undefined ? undefined : eq(following, filter.following),
  );

interface FoundFollow {
  readonly row: CreatorFollowRecord;
  readonly creator: { readonly id: string; readonly username: string; readonly display_name: string } | null;
  readonly avatar_url: string | null;
}

const selectFollows = (db: Db, filter: FollowFilter, userId: string) =>
  db
    .select({
      row: creatorFollows,
      creator: {
        id: creatorProfiles.id,
        username: creatorProfiles.username,
        display_name: creatorProfiles.display_name,
      },
      avatar_url: media.url,
    })
    .from(creatorFollows)
    .leftJoin(creatorProfiles, otherEnd(filter, userId))
    .leftJoin(media, eq(media.id, sql`${creatorProfiles.profile_media} ->> '$.avatar'`))
    .$dynamic();

const toRow = ({ row, creator, avatar_url }: FoundFollow): CreatorFollowRow => ({
  ...row,
  creator: creator && { ...creator, avatar_url },
});

/** One's own follows or followers, `limit + 1` at most. */
export async function listFollows(db: Db, query: FollowQuery, userId: string): Promise<CreatorFollowRow[]> {
  const page = keyset(FOLLOW_SORTS, id, query.sort, query.after);
  const found = await selectFollows(db, query, userId)
    .where(and(whereOf(query, userId), page.where))
    .orderBy(...page.orderBy)
    .limit(query.limit + 1);
  return found.map(toRow);
}

export async function countFollows(db: Db, filter: FollowFilter, userId: string): Promise<number> {
  const [counted] = await db
    .select({ n: sql<number>`count(*)` })
    .from(creatorFollows)
    .leftJoin(creatorProfiles, otherEnd(filter, userId))
    .where(whereOf(filter, userId));
  return counted?.n ?? 0;
}

/** @throws AppError `not_found`, also for somebody else's. */
export async function readFollow(db: Db, row: string, userId: string): Promise<CreatorFollowRow> {
  const found = await selectFollows(db, {}, userId)
    .where(and(eq(id, row), eq(follower, userId)))
    .get();
  if (found === undefined) throw new AppError("not_found", "no such follow");
  return toRow(found);
}

/** @throws AppError `not_found` for a profile the caller may not see, `forbidden` for their own. */
async function demandOther(db: Db, profile: string, { userId }: Follower): Promise<void> {
  const seen = await db
    .select({ right: sql<Right | null>`${profileRight(userId)}` })
    .from(creatorProfiles)
    .where(eq(creatorProfiles.id, profile))
    .get();
  if (demand(seen, "read").right !== "owner") return;
  throw new AppError("forbidden", "oneself", { publicMessage: "You cannot follow yourself." });
}

function newFollow(profile: string, { userId, nowMs }: Follower): CreatorFollowRecord {
  const now = isoTime(nowMs);
  return { id: newId(), follower: userId, following: profile, created_timestamp: now, createdAt: now, updatedAt: now };
}

/** The refusal of a profile that went while its right was being asked. */
const profileGone = (error: unknown): unknown =>
  databaseMessage(error).includes("FOREIGN KEY constraint failed")
    ? new AppError("not_found", "the profile went meanwhile")
    : error;

/** @throws AppError `not_found`, `forbidden`, `conflict` where the caller follows them already. */
export async function createFollow(db: Db, profile: string, person: Follower): Promise<CreatorFollowRow> {
  await demandOther(db, profile, person);
  const row = newFollow(profile, person);
  try {
    await db.insert(creatorFollows).values(row);
  } catch (error) {
    if (!isUniqueViolation(error, "creator_follows.follower")) throw profileGone(error);
    throw new AppError("conflict", "second follow", {
      publicMessage: "You follow this creator already.",
      fields: [{ path: "following", message: "is followed already" }],
    });
  }
  return readFollow(db, row.id, person.userId);
}

/** @throws AppError `not_found`, also for somebody else's. */
export async function deleteFollow(db: Db, row: string, person: Follower): Promise<void> {
  await readFollow(db, row, person.userId);
  await db.batch([
    ...sameVersion(db, creatorFollows, row, person.expects),
    db.delete(creatorFollows).where(and(eq(id, row), eq(follower, person.userId))),
  ]);
}

/**
 * Follows a creator or stops to; done twice, or by twenty calls at once, it is as done once.
 * @throws AppError `not_found` for a profile the caller may not see, `forbidden` for their own.
 */
export async function setFollow(db: Db, profile: string, isOn: boolean, person: Follower): Promise<FollowState> {
  await demandOther(db, profile, person);
  const write = isOn
    ? db.insert(creatorFollows).values(newFollow(profile, person)).onConflictDoNothing().returning({ id })
    : db
        .delete(creatorFollows)
        .where(and(eq(following, profile), eq(follower, person.userId)))
        .returning({ id });
  const counted = db.select({ n: sql<number>`count(*)` }).from(creatorFollows).where(eq(following, profile));
  try {
    const [, [all]] = await db.batch([write, counted]);
    return { following: isOn, follower_count: all?.n ?? 0 };
  } catch (error) {
    throw profileGone(error);
  }
}
