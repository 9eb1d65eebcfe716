import { type SQL, sql } from "drizzle-orm";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { usernameRedirects } from "../../../schema/tables/username-redirects.ts";
import { foldName } from "../../../shared/names/usernames.ts";
import { isoTime } from "../../clock.ts";

/** Id of the profile with a username, else of the one that had it not long ago, or null. */
export function profileNamed(username: string, nowMs: number): SQL<string | null> {
  const name = foldName(username);
  return sql`coalesce(
    (select named.id from ${creatorProfiles} as named where named.username = ${name}),
    (select ${usernameRedirects.profile} from ${usernameRedirects}
      where ${usernameRedirects.username} = ${name} and ${usernameRedirects.expires_at} > ${isoTime(nowMs)}))`;
}
