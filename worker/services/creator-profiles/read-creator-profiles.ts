import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import { conversationBots } from "../../../schema/tables/conversation-bots.ts";
import { creatorFollows } from "../../../schema/tables/creator-follows.ts";
import { type CreatorProfileRecord, creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { media } from "../../../schema/tables/media.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { Right } from "../../../shared/fields/access-control.ts";
import type { CreatorProfileRow, VERIFICATION_STATUSES } from "../../../shared/fields/creator-profiles.ts";
import type { Db } from "../../db.ts";
import { botRight } from "../access/bot-access.ts";
import { profileRight } from "../access/profile-access.ts";
import { demand, type Viewer } from "../access/rights.ts";
import { hasTags } from "../has-tags.ts";
import { type Cursor, keyset, type Sort } from "../keyset.ts";
import { contains } from "../text-search.ts";
import { profileNamed } from "./profile-named.ts";

const { id, user, username, display_name, bio, last_active, createdAt, profile_media } = creatorProfiles;

/** Counted when read, as the data model says; each count goes through an index. */
const followerCount = sql<number>`(select count(*) from ${creatorFollows} where ${creatorFollows.following} = ${id})`;
const followingCount = sql<number>`(select count(*) from ${creatorFollows} where ${creatorFollows.follower} = ${user})`;
const publicBots = sql`from ${bots} where ${bots.creator_profile} = ${id} and ${bots.sharing_visibility} = 'public'`;
const botCount = sql<number>`(select count(*) ${publicBots})`;
const totalLikes = sql<number>`(select coalesce(sum(${bots.likes_count}), 0) ${publicBots})`;
const totalConversations = sql<number>`(select count(distinct ${conversationBots.conversation}) from ${conversationBots}
  inner join ${bots} on ${bots.id} = ${conversationBots.bot} where ${bots.creator_profile} = ${id})`;

const pictureUrl = (field: "avatar" | "banner") =>
  sql<
    string | null
  >`(select ${media.url} from ${media} where ${media.id} = ${profile_media} ->> ${sql.raw(`'$.${field}'`)})`;

export const CREATOR_SORTS = {
  last_active,
  createdAt,
  username,
  follower_count: followerCount,
  bot_count: botCount,
} as const;

/** Which profiles a list shows: the public ones, and of those named by username or user also the unlisted ones. */
export interface ProfileFilter {
  /** Also one that was given up not long ago. */
  readonly username?: string | undefined;
  readonly user?: string | undefined;
  readonly featured_creator?: boolean | undefined;
  readonly verification_status?: (typeof VERIFICATION_STATUSES)[number] | undefined;
  /** Only creators the caller follows. */
  readonly followed?: boolean | undefined;
  /** Lower-case; a profile has all of them. */
  readonly tags?: readonly string[] | undefined;
  readonly search?: string | undefined;
}
export interface ProfileQuery extends ProfileFilter {
  readonly sort: Sort<typeof CREATOR_SORTS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

interface FoundProfile {
  readonly row: CreatorProfileRecord;
  readonly right: Right | null;
  /** JSON array of those featured bots that the caller may see. */
  readonly featured_bots: string;
  readonly follower_count: number;
  readonly following_count: number;
  readonly total_likes: number;
  readonly bot_count: number;
  readonly total_conversations: number;
  readonly avatar_url: string | null;
  readonly banner_url: string | null;
  /** Id of the caller's follow. */
  readonly followed: string | null;
}

const selectProfiles = (db: Db, { userId, nowMs }: Viewer) =>
  db
    .select({
      row: creatorProfiles,
      right: profileRight(userId),
      featured_bots: sql<string>`(select json_group_array(${bots.id} order by featured.key)
        from json_each(${creatorProfiles.portfolio}, '$.featured_bots') as featured
        inner join ${bots} on ${bots.id} = featured.value where ${botRight(userId, nowMs)} is not null)`,
      follower_count: followerCount,
      following_count: followingCount,
      total_likes: totalLikes,
      bot_count: botCount,
      total_conversations: totalConversations,
      avatar_url: pictureUrl("avatar"),
      banner_url: pictureUrl("banner"),
      followed: creatorFollows.id,
    })
    .from(creatorProfiles)
    .leftJoin(creatorFollows, and(eq(creatorFollows.following, id), eq(creatorFollows.follower, userId ?? "")))
    .$dynamic();

function toRow({ row, right: _right, ...counted }: FoundProfile): CreatorProfileRow {
  const { username_key: _key, ...shown } = row;
  const { follower_count, following_count, total_likes, bot_count, total_conversations } = counted;
  return {
    ...shown,
    portfolio: {
      featured_bots: JSON.parse(counted.featured_bots) as string[],
      bot_count,
      total_conversations,
      average_rating: null,
    },
    community_stats: { follower_count, following_count, total_likes },
    avatar_url: counted.avatar_url,
    banner_url: counted.banner_url,
    followed: counted.followed !== null,
  };
}

/** @throws AppError `not_found`, also for a private profile of somebody else; `forbidden` below `needed`. */
export async function readCreatorProfile(
  db: Db,
  profile: string,
  viewer: Viewer,
  needed: Right = "read",
): Promise<CreatorProfileRow> {
  return toRow(demand(await selectProfiles(db, viewer).where(eq(id, profile)).get(), needed));
}

const followedBy = (userId: string): SQL =>
  inArray(
    id,
    sql`(select ${creatorFollows.following} from ${creatorFollows} where ${creatorFollows.follower} = ${userId})`,
  );

/** @throws AppError `unauthenticated` for a stranger who asks for those they follow. */
function whereOf(filter: ProfileFilter, { userId, nowMs }: Viewer): SQL | undefined {
  if (filter.followed && userId === null) throw new AppError("unauthenticated", "followed by nobody");
  const isNamed = filter.username !== undefined || filter.user !== undefined || filter.followed;
  return and(
    sql`${profileRight(userId)} is not null`,
    isNamed ? undefined : sql`${creatorProfiles.profile_settings} ->> '$.visibility' = 'public'`,
    filter.username === undefined ? undefined : eq(id, profileNamed(filter.username, nowMs)),
    filter.user === undefined ? undefined : eq(user, filter.user),
    filter.featured_creator === undefined ? undefined : eq(creatorProfiles.featured_creator, filter.featured_creator),
    filter.verification_status && eq(creatorProfiles.verification_status, filter.verification_status),
    filter.followed ? followedBy(userId ?? "") : undefined,
    filter.tags === undefined ? undefined : hasTags(creatorProfiles.tags, filter.tags),
    filter.search ? contains([username, display_name, bio], filter.search) : undefined,
  );
}

/** Profiles with what they may be sorted by, `limit + 1` at most. */
export async function listCreatorProfiles(
  db: Db,
  query: ProfileQuery,
  viewer: Viewer,
): Promise<(CreatorProfileRow & { follower_count: number; bot_count: number })[]> {
  const page = keyset(CREATOR_SORTS, id, query.sort, query.after);
  const found = await selectProfiles(db, viewer)
    .where(and(whereOf(query, viewer), page.where))
    .orderBy(...page.orderBy)
    .limit(query.limit + 1);
  return found.map((row) => ({ ...toRow(row), follower_count: row.follower_count, bot_count: row.bot_count }));
}

export const countCreatorProfiles = (db: Db, filter: ProfileFilter, viewer: Viewer): Promise<number> =>
  db.$count(creatorProfiles, whereOf(filter, viewer));
