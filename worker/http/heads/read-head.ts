import { and, eq, sql } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { media } from "../../../schema/tables/media.ts";
import { foldName } from "../../../shared/names/usernames.ts";
import type { Db } from "../../db.ts";
import { botRight } from "../../services/access/bot-access.ts";
import { profileRight } from "../../services/access/profile-access.ts";
import type { PageName } from "../../services/creator-profiles/page-of.ts";
import { botHead, creatorHead, type PageHead } from "./page-head.ts";

/**
 * The head of a creator's or a bot's page as strangers get it: the same for everybody, so that a copy kept somewhere
 * never shows one person what another may see. Null where a stranger sees nothing.
 */
export const readHead = (db: Db, name: PageName, nowMs: number): Promise<PageHead | null> =>
  name.slug === undefined ? readCreatorHead(db, name.username) : readBotHead(db, name.username, name.slug, nowMs);

async function readCreatorHead(db: Db, username: string): Promise<PageHead | null> {
  const { display_name, bio, profile_settings } = creatorProfiles;
  const found = await db
    .select({
      username: creatorProfiles.username,
      display_name,
      bio: sql<string>`substr(${bio}, 1, 2000)`,
      picture: sql<string | null>`(select ${media.url} from ${media}
        where ${media.id} = ${creatorProfiles.profile_media} ->> '$.avatar')`,
      isListed: sql<number>`${profile_settings} ->> '$.visibility' = 'public'`,
    })
    .from(creatorProfiles)
    .where(and(eq(creatorProfiles.username, foldName(username)), sql`${profileRight(null)} is not null`))
    .get();
  return found === undefined ? null : creatorHead({ ...found, isListed: found.isListed === 1 });
}

async function readBotHead(db: Db, username: string, slug: string, nowMs: number): Promise<PageHead | null> {
  const found = await db
    .select({
      name: bots.name,
      description: sql<string>`substr(${bots.description}, 1, 2000)`,
      creator: bots.creator_display_name,
      username: creatorProfiles.username,
      slug: bots.slug,
      picture: media.url,
    })
    .from(bots)
    .innerJoin(creatorProfiles, eq(creatorProfiles.id, bots.creator_profile))
    .leftJoin(media, eq(media.id, bots.picture))
    .where(
      and(
        eq(creatorProfiles.username, foldName(username)),
        eq(bots.slug, foldName(slug)),
        sql`${botRight(null, nowMs)} is not null`,
      ),
    )
    .get();
  return found === undefined ? null : botHead(found);
}
