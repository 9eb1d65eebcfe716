/**
 * What moves a guest's rows (`?1`) to an account (`?2`), in order. A row that the account has already, in its own way,
 * stays and goes with the guest. Keys are sealed for the guest and cannot be moved; conversations move with their rooms.
 */
const PROFILE = "(select id from creator_profiles where user = ?2)";

/** The account's copy of a picture of the guest's that it had already. */
const sameMedia = (id: string): string => `coalesce((select mine.id from media as theirs
  inner join media as mine on mine.user = ?2 and mine.sha256 = theirs.sha256
  and mine.room_only = theirs.room_only where theirs.id = ${id}), ${id})`;
const ofGuest = (id: string): string => `${id} in (select media.id from media where media.user = ?1)`;

const repointed = (table: string, group: string, field: string): string =>
  `update ${table} set ${group} = json_set(${group}, '$.${field}', ${sameMedia(`${group} ->> '$.${field}'`)})
   where user = ?2 and ${ofGuest(`${group} ->> '$.${field}'`)}`;

const moved = (table: string, column = "user", where = "true"): string =>
  `update or ignore ${table} set ${column} = ?2 where ${column} = ?1 and ${where}`;

export const MERGE_ROWS: readonly string[] = [
  moved("creator_profiles"),
  `update bots set user = ?2, creator_profile = ${PROFILE},
     creator_display_name = (select display_name from creator_profiles where user = ?2),
     slug = case when exists (select 1 from bots as other where other.creator_profile = ${PROFILE}
                              and other.slug = bots.slug and other.id <> bots.id)
            or exists (select 1 from bot_slug_redirects as kept where kept.creator_profile = ${PROFILE}
                       and kept.slug = bots.slug and kept.bot <> bots.id)
            then substr(slug, 1, 50) || '-' || substr(id, -8) else slug end
   where user = ?1`,
  `update personas set user = ?2, is_default = is_default
     and not exists (select 1 from personas as other where other.user = ?2 and other.is_default = 1)
   where user = ?1`,
  // Messages name theirs by its id: it comes along beside the account's own of the same bytes.
  `update media set sha256 = lower(hex(randomblob(32))) where user = ?1 and room_only = 1 and exists (
     select 1 from media as mine where mine.user = ?2 and mine.sha256 = media.sha256 and mine.room_only = 1)`,
  moved("media"),
  `update bots set picture = ${sameMedia("picture")} where user = ?2 and ${ofGuest("picture")}`,
  repointed("personas", "appearance", "avatar"),
  repointed("creator_profiles", "profile_media", "avatar"),
  repointed("creator_profiles", "profile_media", "banner"),
  moved("knowledge_collections"),
  moved("knowledge"),
  moved("collection_links"),
  moved("memories"),
  moved("vector_records", "user_id"),
  moved("vector_records", "tenant_id"),
  moved("bot_interactions"),
  moved("creator_follows", "follower", `following <> coalesce(${PROFILE}, '')`),
  moved("access_control"),
  moved("access_control", "granted_by"),
  moved("memory_insights"),
  moved("moods"),
  moved("usage_analytics"),
  moved("user_agreements"),
  moved("user_blocks", "blocker"),
  moved("invitations", "created_by"),
  moved("reports"),
];
