import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { type BotRecord, bots } from "../../../schema/tables/bots.ts";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { collectionLinks } from "../../../schema/tables/knowledge-collections.ts";
import { media } from "../../../schema/tables/media.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { Right } from "../../../shared/fields/access-control.ts";
import type { BotRow } from "../../../shared/fields/bot-row.ts";
import { foldName } from "../../../shared/names/usernames.ts";
import type { Db } from "../../db.ts";
import { botRight } from "../access/bot-access.ts";
import { grantedIds } from "../access/grants.ts";
import { demand, holds, type Viewer } from "../access/rights.ts";
import { type Cursor, keyset, type Sort } from "../keyset.ts";
import { contains } from "../text-search.ts";

export const BOT_SORTS = { createdAt: bots.createdAt, updatedAt: bots.updatedAt, name: bots.name } as const;

/** Which bots a list shows: the caller's own and those shared with them, unless it asks for public ones. */
export interface BotQuery {
  readonly public?: boolean | undefined;
  readonly creator_profile?: string | undefined;
  /** The creator by name, and with `slug` one bot: the two parts of its page's address. */
  readonly username?: string | undefined;
  readonly slug?: string | undefined;
  readonly search?: string | undefined;
  readonly sort: Sort<typeof BOT_SORTS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

interface FoundBot {
  readonly bot: BotRecord;
  readonly right: Right | null;
  readonly creator_username: string | null;
  readonly picture_url: string | null;
  /** JSON array of ids. */
  readonly tomes: string;
}

const selectBots = (db: Db, { userId, nowMs }: Viewer) =>
  db
    .select({
      bot: bots,
      right: botRight(userId, nowMs),
      creator_username: creatorProfiles.username,
      picture_url: media.url,
      tomes: sql<string>`(select json_group_array(${collectionLinks.collection}) from ${collectionLinks}
        where ${collectionLinks.target_kind} = 'bot' and ${collectionLinks.target_id} = ${bots.id})`,
    })
    .from(bots)
    .leftJoin(creatorProfiles, eq(creatorProfiles.id, bots.creator_profile))
    .leftJoin(media, eq(media.id, bots.picture))
    .$dynamic();

/** @param right What the caller holds; below `write` the bot's inner life stays out. */
function toBotRow({ bot, creator_username, picture_url, tomes }: FoundBot, right: Right): BotRow {
  const { system_prompt, extensions, ...shown } = bot;
  const inner = { system_prompt, extensions, knowledge_collections: JSON.parse(tomes) as string[] };
  return {
    ...shown,
    is_public: bot.sharing_visibility === "public",
    sharing: { visibility: bot.sharing_visibility },
    creator_username: creator_username ?? "",
    picture_url,
    right,
    ...(holds(right, "write") ? inner : {}),
  };
}

/** @throws AppError `not_found`, also where the caller may not know of it; `forbidden` below `needed`. */
export async function readBot(db: Db, id: string, viewer: Viewer, needed: Right = "read"): Promise<BotRow> {
  const found = demand(await selectBots(db, viewer).where(eq(bots.id, id)).get(), needed);
  return toBotRow(found, found.right);
}

/** @throws AppError `unauthenticated` for a stranger who asks for their own. */
function scopeOf(
  { public: isPublic, creator_profile, username }: BotQuery,
  { userId, nowMs }: Viewer,
): SQL | undefined {
  if (isPublic) return eq(bots.sharing_visibility, "public");
  if (creator_profile !== undefined || username !== undefined) return sql`${botRight(userId, nowMs)} is not null`;
  if (userId === null) throw new AppError("unauthenticated", "own bots of nobody");
  return or(eq(bots.user, userId), inArray(bots.id, grantedIds("bot", userId, nowMs)));
}

const creatorNamed = (username: string): SQL =>
  sql`(select ${creatorProfiles.id} from ${creatorProfiles} where ${creatorProfiles.username} = ${foldName(username)})`;

const filterOf = (query: BotQuery, viewer: Viewer): SQL | undefined =>
  and(
    scopeOf(query, viewer),
    query.creator_profile === undefined ? undefined : eq(bots.creator_profile, query.creator_profile),
    query.username === undefined ? undefined : inArray(bots.creator_profile, creatorNamed(query.username)),
    query.slug === undefined ? undefined : eq(bots.slug, foldName(query.slug)),
    query.search ? contains([bots.name, bots.description, bots.tags], query.search) : undefined,
  );

/** Bots the caller may see; `limit + 1` rows at most. */
export async function listBots(db: Db, query: BotQuery, viewer: Viewer): Promise<BotRow[]> {
  const page = keyset(BOT_SORTS, bots.id, query.sort, query.after);
  const found = await selectBots(db, viewer)
    .where(and(filterOf(query, viewer), page.where))
    .orderBy(...page.orderBy)
    .limit(query.limit + 1);
  return found.flatMap((row) => (row.right === null ? [] : [toBotRow(row, row.right)]));
}

export const countBots = (db: Db, query: BotQuery, viewer: Viewer): Promise<number> =>
  db.$count(bots, filterOf(query, viewer));
