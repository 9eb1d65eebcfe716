import { and, eq, sql } from "drizzle-orm";
import { botInteractions } from "../../../schema/tables/bot-interactions.ts";
import { type BotRecord, bots } from "../../../schema/tables/bots.ts";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { collectionLinks } from "../../../schema/tables/knowledge-collections.ts";
import { media } from "../../../schema/tables/media.ts";
import type { Right } from "../../../shared/fields/access-control.ts";
import type { BotRow } from "../../../shared/fields/bot-row.ts";
import type { Db } from "../../db.ts";
import { botRight } from "../access/bot-access.ts";
import { demand, holds, type Viewer } from "../access/rights.ts";
import { type Cursor, cursorBy, keyset, type Sort } from "../keyset.ts";
import { randomOrder } from "../random-order.ts";
import { type BotFilter, botsWhere } from "./bot-filters.ts";

const { createdAt, updatedAt, name, likes_count, favorites_count } = bots;
export const BOT_SORTS = { createdAt, updatedAt, name, likes_count, favorites_count } as const;

/** A page of a list of bots. `random` is another order each time a list begins, and the same from page to page. */
export interface BotQuery extends BotFilter {
  readonly sort: Sort<typeof BOT_SORTS> | "random";
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

interface FoundBot {
  readonly bot: BotRecord;
  readonly right: Right | null;
  readonly creator_username: string | null;
  readonly picture_url: string | null;
  readonly liked: boolean | null;
  readonly favorited: boolean | null;
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
      liked: botInteractions.liked,
      favorited: botInteractions.favorited,
      tomes: sql<string>`(select json_group_array(${collectionLinks.collection}) from ${collectionLinks}
        where ${collectionLinks.target_kind} = 'bot' and ${collectionLinks.target_id} = ${bots.id})`,
    })
    .from(bots)
    .leftJoin(creatorProfiles, eq(creatorProfiles.id, bots.creator_profile))
    .leftJoin(media, eq(media.id, bots.picture))
    .leftJoin(botInteractions, and(eq(botInteractions.bot, bots.id), eq(botInteractions.user, userId ?? "")))
    .$dynamic();

/** @param right What the caller holds; below `write` the bot's inner life stays out. */
function toBotRow({ bot, creator_username, picture_url, tomes, ...hearts }: FoundBot, right: Right): BotRow {
  const { system_prompt, extensions, ...shown } = bot;
  const inner = { system_prompt, extensions, knowledge_collections: JSON.parse(tomes) as string[] };
  return {
    ...shown,
    is_public: bot.sharing_visibility === "public",
    sharing: { visibility: bot.sharing_visibility },
    creator_username: creator_username ?? "",
    picture_url,
    liked: hearts.liked ?? false,
    favorited: hearts.favorited ?? false,
    right,
    ...(holds(right, "write") ? inner : {}),
  };
}

/** @throws AppError `not_found`, also where the caller may not know of it; `forbidden` below `needed`. */
export async function readBot(db: Db, id: string, viewer: Viewer, needed: Right = "read"): Promise<BotRow> {
  const found = demand(await selectBots(db, viewer).where(eq(bots.id, id)).get(), needed);
  return toBotRow(found, found.right);
}

/** Lets on only those who hold `needed` on a bot. @throws AppError as `readBot`. */
export async function demandBot(db: Db, id: string, { userId, nowMs }: Viewer, needed: Right = "read"): Promise<void> {
  demand(
    await db
      .select({ right: botRight(userId, nowMs) })
      .from(bots)
      .where(eq(bots.id, id))
      .get(),
    needed,
  );
}

/** The order of a list of bots, and where its page begins. */
export type BotPage = ReturnType<typeof botPage>;

export function botPage({ sort, after }: Pick<BotQuery, "sort" | "after">) {
  if (sort === "random") return randomOrder(bots.id, after, crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
  return { ...keyset(BOT_SORTS, bots.id, sort, after), cursorOf: cursorBy(sort) };
}

/** Bots the caller may see; `limit + 1` rows at most. */
export async function listBots(db: Db, query: BotQuery, viewer: Viewer, page: BotPage): Promise<BotRow[]> {
  const found = await selectBots(db, viewer)
    .where(and(botsWhere(query, viewer), page.where))
    .orderBy(...page.orderBy)
    .limit(query.limit + 1);
  return found.flatMap((row) => (row.right === null ? [] : [toBotRow(row, row.right)]));
}

export const countBots = (db: Db, query: BotFilter, viewer: Viewer): Promise<number> =>
  db.$count(bots, botsWhere(query, viewer));
