import { and, eq, sql } from "drizzle-orm";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { users } from "../../../schema/tables/users.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { Person } from "../../../shared/fields/access-control.ts";
import { foldName } from "../../../shared/names/usernames.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { isBarred } from "./barred.ts";
import { isGone } from "./gone.ts";
import { profileRight } from "./profile-access.ts";
import type { Viewer } from "./rights.ts";

/** The refusal of a person who is not there, which is also that of one who wants nothing of the caller. */
const nobody = ({ user }: Person): AppError => {
  const path = user === undefined ? "username" : "user";
  return new AppError("not_found", "person", {
    publicMessage: "There is nobody of that name.",
    fields: [{ path, message: "is nobody here" }],
  });
};

/**
 * The account somebody means by an id or by the name of a page they may see.
 * @param needs `free`: neither suspended nor blocked with the caller in either direction; `there`: an account at all.
 * @throws AppError `not_found`, the same words for all who are not meant to be found.
 */
export async function findPerson(
  db: Db,
  asked: Person,
  { userId, nowMs }: Viewer,
  needs: "free" | "there",
): Promise<{ readonly id: string }> {
  const { user, username } = asked;
  const isNamed =
    username === undefined
      ? eq(users.id, user ?? "")
      : and(eq(creatorProfiles.username, foldName(username)), sql`${profileRight(userId)} is not null`);
  const found = await db
    .select({ id: users.id, isBarred: sql<number>`${isBarred(users.id, userId)}` })
    .from(users)
    .leftJoin(creatorProfiles, eq(creatorProfiles.user, users.id))
    .where(
      and(
        isNamed,
        eq(users.house, false),
        sql`coalesce(${users.expires_at} > ${isoTime(nowMs)}, 1)`,
        sql`not ${isGone(users.id)}`,
      ),
    )
    .get();
  if (found === undefined || (needs === "free" && found.isBarred === 1)) throw nobody(asked);
  return { id: found.id };
}
