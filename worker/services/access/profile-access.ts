import { type SQL, sql } from "drizzle-orm";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import type { Right } from "../../../shared/fields/access-control.ts";
import { isBarred } from "./barred.ts";
import { isGone } from "./gone.ts";
import type { WhoSql } from "./grants.ts";

/** What `who` holds on a row of `creator_profiles`, or null: its owner everything, others `read` unless private or barred. */
export const profileRight = (who: WhoSql): SQL<Right | null> =>
  sql`case when ${isGone(creatorProfiles.id, creatorProfiles.user)} then null
      when ${creatorProfiles.user} = ${who} then 'owner'
      when ${creatorProfiles.profile_settings} ->> '$.visibility' = 'private' or ${isBarred(creatorProfiles.user, who)}
      then null else 'read' end`;
