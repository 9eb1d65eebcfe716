import { and, eq, inArray, ne, or, type SQL, sql } from "drizzle-orm";
import { botInteractions } from "../../../schema/tables/bot-interactions.ts";
import { bots } from "../../../schema/tables/bots.ts";
import { creatorFollows } from "../../../schema/tables/creator-follows.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { GENDERS } from "../../../shared/fields/bot.ts";
import { foldName } from "../../../shared/names/usernames.ts";
import { botRight } from "../access/bot-access.ts";
import { grantedIds } from "../access/grants.ts";
import type { Viewer } from "../access/rights.ts";
import { profileNamed } from "../creator-profiles/profile-named.ts";
import { hasTags } from "../has-tags.ts";
import { contains } from "../text-search.ts";
import { botNamed } from "./slugs.ts";

/**
 * Which bots a list shows: with `public` everybody's public ones, with a creator theirs, with `liked`, `favorited` or
 * `shared_with_me` those of all the caller may see, else the caller's own and those shared with them.
 */
export interface BotFilter {
  readonly public?: boolean | undefined;
  readonly creator_profile?: string | undefined;
  /**
   * The creator by name, also by one they gave up; with `slug` one bot, also by a slug it gave up: the two parts of its
   * page's address.
   */
  readonly username?: string | undefined;
  readonly slug?: string | undefined;
  readonly gender?: (typeof GENDERS)[number] | undefined;
  /** Lower-case; a bot has all of them. */
  readonly tags?: readonly string[] | undefined;
  readonly liked?: boolean | undefined;
  readonly favorited?: boolean | undefined;
  /** Only bots of creators the caller follows. */
  readonly followed?: boolean | undefined;
  readonly exclude_own?: boolean | undefined;
  readonly shared_with_me?: boolean | undefined;
  readonly search?: string | undefined;
}

/** What only makes sense of somebody. */
const OWN_FILTERS = ["liked", "favorited", "followed", "exclude_own", "shared_with_me"] as const;

/** Bots that lists begin with; the right on each is asked besides. Each is found in an index. */
function scopeOf(filter: BotFilter, { userId, nowMs }: Viewer & { userId: string }): SQL | undefined {
  if (filter.public) return eq(bots.sharing_visibility, "public");
  const granted = inArray(bots.id, grantedIds("bot", userId, nowMs));
  if (filter.shared_with_me) return and(granted, ne(bots.user, userId));
  const isNarrow = [filter.creator_profile, filter.username].some((name) => name !== undefined);
  return isNarrow || filter.liked || filter.favorited ? undefined : or(eq(bots.user, userId), granted);
}

const interacted = (userId: string, said: SQL): SQL =>
  inArray(
    bots.id,
    sql`(select ${botInteractions.bot} from ${botInteractions} where ${botInteractions.user} = ${userId} and ${said})`,
  );

const followed = (userId: string): SQL =>
  inArray(
    bots.creator_profile,
    sql`(select ${creatorFollows.following} from ${creatorFollows} where ${creatorFollows.follower} = ${userId})`,
  );

/** What the caller said of a bot, and whose it is. */
const ofCaller = (filter: BotFilter, userId: string): SQL | undefined =>
  and(
    filter.liked ? interacted(userId, sql`${botInteractions.liked} = 1`) : undefined,
    filter.favorited ? interacted(userId, sql`${botInteractions.favorited} = 1`) : undefined,
    filter.followed ? followed(userId) : undefined,
    filter.exclude_own ? ne(bots.user, userId) : undefined,
  );

/** A slug names a bot among those of one creator; of everybody's it is a word like another. */
function slugIs(slug: string, { creator_profile, username }: BotFilter, nowMs: number): SQL {
  if (creator_profile !== undefined) return eq(bots.id, botNamed(sql`${creator_profile}`, slug, nowMs));
  if (username !== undefined) return eq(bots.id, botNamed(profileNamed(username, nowMs), slug, nowMs));
  return eq(bots.slug, foldName(slug));
}

/** What a bot is. */
const ofBot = (filter: BotFilter, nowMs: number): SQL | undefined =>
  and(
    filter.creator_profile === undefined ? undefined : eq(bots.creator_profile, filter.creator_profile),
    filter.username === undefined ? undefined : eq(bots.creator_profile, profileNamed(filter.username, nowMs)),
    filter.slug === undefined ? undefined : slugIs(filter.slug, filter, nowMs),
    filter.gender === undefined ? undefined : eq(bots.gender, filter.gender),
    filter.tags === undefined ? undefined : hasTags(bots.tags, filter.tags),
    filter.search ? contains([bots.name, bots.description, bots.tags], filter.search) : undefined,
  );

/** @throws AppError `unauthenticated` for a stranger who asks for their own. */
export function botsWhere(filter: BotFilter, viewer: Viewer): SQL | undefined {
  const isAnybodys = [filter.public, filter.creator_profile, filter.username].some(Boolean);
  if (viewer.userId === null && (!isAnybodys || OWN_FILTERS.some((name) => filter[name])))
    throw new AppError("unauthenticated", "own bots of nobody");
  const userId = viewer.userId ?? "";
  return and(
    scopeOf(filter, { ...viewer, userId }),
    ofBot(filter, viewer.nowMs),
    ofCaller(filter, userId),
    sql`${botRight(viewer.userId, viewer.nowMs)} is not null`,
  );
}
