import { and, desc, eq, like, lt, or, type SQL, sql } from "drizzle-orm";
import { type CreatorProfileRecord, creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { CreatorProfileRow } from "../../../shared/fields/creator-profiles.ts";
import { foldName } from "../../../shared/names/usernames.ts";
import type { Db } from "../../db.ts";

/** Which profiles a list shows, and where it goes on. */
export interface ProfileQuery {
  readonly viewer: string | null;
  readonly username?: string | undefined;
  readonly user?: string | undefined;
  readonly search?: string | undefined;
  /** Sort value and id of the last row seen. */
  readonly after?: { readonly value: string | number | null; readonly id: string } | undefined;
  readonly limit: number;
}

const visibility = sql<string>`json_extract(${creatorProfiles.profile_settings}, '$.visibility')`;
/** Counted when read: what others see of a creator's work. */
const botCount = sql<number>`(select count(*) from bots where creator_profile = ${creatorProfiles.id}
  and sharing_visibility = 'public')`;
const columns = { row: creatorProfiles, botCount };

const toRow = ({ row, botCount: bot_count }: { row: CreatorProfileRecord; botCount: number }): CreatorProfileRow => {
  const { username_key: _key, ...shown } = row;
  return { ...shown, portfolio: { ...shown.portfolio, bot_count, total_conversations: 0 } };
};

/** Private profiles are there for their owner alone. */
const isVisibleTo = (viewer: string | null): SQL | undefined =>
  or(eq(creatorProfiles.user, viewer ?? ""), sql`${visibility} != 'private'`);

/** @throws AppError `not_found`, also for a private profile of somebody else. */
export async function readCreatorProfile(db: Db, id: string, viewer: string | null): Promise<CreatorProfileRow> {
  const found = await db
    .select(columns)
    .from(creatorProfiles)
    .where(and(eq(creatorProfiles.id, id), isVisibleTo(viewer)))
    .get();
  if (found === undefined) throw new AppError("not_found", "no such profile");
  return toRow(found);
}

/** Profiles, lately active first. Named by username or user also the unlisted ones; `limit + 1` rows at most. */
export async function listCreatorProfiles(db: Db, query: ProfileQuery): Promise<CreatorProfileRow[]> {
  const { viewer, username, user, search, after } = query;
  const isNamed = username !== undefined || user !== undefined;
  const { last_active, id } = creatorProfiles;
  const value = String(after?.value ?? "");
  const found = await db
    .select(columns)
    .from(creatorProfiles)
    .where(
      and(
        isVisibleTo(viewer),
        isNamed ? undefined : sql`${visibility} = 'public'`,
        username === undefined ? undefined : eq(creatorProfiles.username, foldName(username)),
        user === undefined ? undefined : eq(creatorProfiles.user, user),
        search === undefined || search === "" ? undefined : matches(search),
        after === undefined ? undefined : or(lt(last_active, value), and(eq(last_active, value), lt(id, after.id))),
      ),
    )
    .orderBy(desc(last_active), desc(id))
    .limit(query.limit + 1);
  return found.map(toRow);
}

/** D1 takes patterns of 50 bytes at most; what a person types further is not looked at. */
const matches = (search: string): SQL | undefined => {
  const pattern = `%${search.replace(/[%_\\]/g, "").slice(0, 20)}%`;
  return or(like(creatorProfiles.username, pattern), like(creatorProfiles.display_name, pattern));
};
