import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { usernameRedirects } from "../../../schema/tables/username-redirects.ts";
import { foldName } from "../../../shared/names/usernames.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { botRight } from "../access/bot-access.ts";
import { profileRight } from "../access/profile-access.ts";
import type { Viewer } from "../access/rights.ts";
import { botNamed } from "../bots/slugs.ts";
import { profileNamed } from "./profile-named.ts";

/** The parts of a page's address: a creator's, or with `slug` one of their bots'. */
export interface PageName {
  readonly username: string;
  readonly slug?: string;
}

/** The page is at the address asked for, or moved to another of ours, or went with its creator's account or profile. */
export type PagePlace = "here" | "gone" | { readonly moved: string };

/**
 * Where the page that `name` means is: moved where the username or the slug was given up not long ago, gone while a
 * username is kept for somebody who has no page any more. Null for what is not there and for what the viewer may not see.
 */
export async function pageOf(db: Db, name: PageName, viewer: Viewer): Promise<PagePlace | null> {
  const { username, slug } = name;
  const asked = [username, ...(slug === undefined ? [] : [slug])].map(foldName);
  const found = await (slug === undefined ? creatorPage(db, name, viewer) : botPage(db, name, viewer));
  if (found === undefined) return (await isGone(db, username, viewer.nowMs)) ? "gone" : null;
  const place = Object.values(found);
  return place.every((part, at) => part === asked[at]) ? "here" : { moved: `/${place.join("/")}` };
}

const creatorPage = (db: Db, { username }: PageName, { userId, nowMs }: Viewer) =>
  db
    .select({ username: creatorProfiles.username })
    .from(creatorProfiles)
    .where(and(eq(creatorProfiles.id, profileNamed(username, nowMs)), sql`${profileRight(userId)} is not null`))
    .get();

/** A bot is seen by its own right: one that is public shows though its creator's profile does not. */
const botPage = (db: Db, { username, slug }: PageName, { userId, nowMs }: Viewer) =>
  db
    .select({ username: creatorProfiles.username, slug: bots.slug })
    .from(bots)
    .innerJoin(creatorProfiles, eq(creatorProfiles.id, bots.creator_profile))
    .where(
      and(
        eq(bots.id, botNamed(profileNamed(username, nowMs), slug ?? "", nowMs)),
        sql`${botRight(userId, nowMs)} is not null`,
      ),
    )
    .get();

async function isGone(db: Db, username: string, nowMs: number): Promise<boolean> {
  const { username: kept, profile, expires_at } = usernameRedirects;
  const row = await db
    .select({ kept })
    .from(usernameRedirects)
    .where(and(eq(kept, foldName(username)), isNull(profile), gt(expires_at, isoTime(nowMs))))
    .get();
  return row !== undefined;
}
