import { eq, sql } from "drizzle-orm";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { usernameRedirects } from "../../../schema/tables/username-redirects.ts";
import { AppError } from "../../../shared/app-error.ts";
import { foldName, nameKey, usernameProblem } from "../../../shared/names/usernames.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";

/** How long a username given up is kept for whoever had it, and leads to them (ux.md §2.2). */
const KEPT_MS = 90 * 24 * 3_600_000;
/** Most names kept for one person at a time: whoever keeps renaming would keep ever more names from others. Chosen. */
const MAX_KEPT = 10;

/** @throws AppError `invalid` naming what is wrong with a username. */
export function readUsername(text: string): string {
  const username = foldName(text);
  const problem = usernameProblem(username);
  if (problem === null) return username;
  throw new AppError("invalid", "username", {
    publicMessage: `This username ${problem}.`,
    fields: [{ path: "username", message: problem }],
  });
}

/** The refusal of a username that somebody has, or gave up not long ago. */
export const usernameTaken = (): AppError =>
  new AppError("conflict", "username", {
    publicMessage: "This username is taken.",
    fields: [{ path: "username", message: "is taken" }],
  });

/** @throws AppError `limit_reached` for someone who changed their name too often lately. */
export async function demandRename(db: Db, userId: string, nowMs: number): Promise<void> {
  const kept = sql`${usernameRedirects.user} = ${userId} and ${usernameRedirects.expires_at} > ${isoTime(nowMs)}`;
  if ((await db.$count(usernameRedirects, kept)) < MAX_KEPT) return;
  throw new AppError("limit_reached", "renames", {
    publicMessage: "You have changed your username too often. Some of your old ones have to be free again first.",
    fields: [{ path: "username", message: "has been changed too often" }],
  });
}

/**
 * Keeps the name a profile has for its owner, unless `next` is the same: for the batch that takes the name away. A
 * trigger holds everyone else off it.
 * @param next Null where the profile is deleted, and the old address leads nowhere.
 */
export function keepUsername(db: Db, profile: string, next: string | null, nowMs: number) {
  const [now, until] = [isoTime(nowMs), isoTime(nowMs + KEPT_MS)];
  const { id, user, username, username_key } = creatorProfiles;
  const leadsTo = next === null ? null : profile;
  return [
    db.delete(usernameRedirects).where(sql`${usernameRedirects.expires_at} <= ${now}`),
    db
      .insert(usernameRedirects)
      .select(
        sql`select ${username_key}, ${username}, ${leadsTo}, ${user}, ${until}, ${now} from ${creatorProfiles}
          where ${id} = ${profile} and ${username} is not ${next}`,
      )
      .onConflictDoUpdate({
        target: usernameRedirects.username_key,
        set: { username: sql`excluded.username`, profile: leadsTo, expires_at: until, createdAt: now },
      }),
  ] as const;
}

/** Ends the keeping of a name that its owner took back. */
export const takeBack = (db: Db, username: string) =>
  db.delete(usernameRedirects).where(eq(usernameRedirects.username_key, nameKey(username)));
