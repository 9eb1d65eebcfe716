const AT = "2026-11-23T05:00:00.000Z";

/** A bot, a tome and an entry in it, all private and all of `owner`, who has a creator page then. */
export interface Things {
  readonly bot: string;
  readonly tome: string;
  readonly entry: string;
}

/** Somebody with a creator page named like their id. */
export async function addCreator(db: D1Database, id: string): Promise<void> {
  const user =
    "INSERT INTO users (id, email, displayName, createdAt, updatedAt) VALUES (?1, ?1 || '@x.test', ?1, ?2, ?2)";
  const profile = `INSERT INTO creator_profiles (id, user, username, username_key, display_name, bio, profile_media,
      social_links, creator_info, portfolio, profile_settings, last_active, created_timestamp, modified_timestamp,
      createdAt, updatedAt)
    VALUES ('page-' || ?1, ?1, ?1, ?1, ?1, 'Hello.', '{}', '{}', '{}', '{}', '{"visibility":"public"}', ?2, ?2, ?2, ?2, ?2)`;
  await db.batch([db.prepare(user).bind(id, AT), db.prepare(profile).bind(id, AT)]);
}

/** @param tag Part of all names and ids, to find them by. */
export async function addThings(db: D1Database, owner: string, tag: string): Promise<Things> {
  const [bot, tome, entry] = [`bot-${tag}`, `tome-${tag}`, `entry-${tag}`];
  const sharing =
    '{"sharing_level":"private","allow_collaboration":false,"allow_fork":false,"sharing_expiration":null,"collaboration_requests":false,"is_public":false}';
  const metadata = '{"collection_category":"general","tags":[],"difficulty_level":null}';
  const privacy = '{"privacy_level":"private","allow_sharing":false,"share_expiration":null}';
  await db.batch([
    db
      .prepare(
        `INSERT INTO bots (id, name, slug, system_prompt, user, creator_profile, creator_display_name, createdAt, updatedAt)
         VALUES (?1, ?1, ?1, 'Keep the light.', ?2, 'page-' || ?2, ?2, ?3, ?3)`,
      )
      .bind(bot, owner, AT),
    db
      .prepare(
        `INSERT INTO knowledge_collections (id, name, user, sharing_settings, collection_metadata, lore_settings,
           created_timestamp, modified_timestamp, createdAt, updatedAt) VALUES (?1, ?1, ?2, ?3, ?4, '{}', ?5, ?5, ?5, ?5)`,
      )
      .bind(tome, owner, sharing, metadata, AT),
    db
      .prepare(
        `INSERT INTO knowledge (id, user, entry, title, knowledge_collection, privacy_settings, activation_settings,
           positioning, advanced_activation, filtering, budget_control, created_timestamp, modified_timestamp, createdAt, updatedAt)
         VALUES (?1, ?2, ?1, ?1, ?3, ?4, '{}', '{"position":"at_depth","depth":4,"order":100}', '{}', '{}', '{}', ?5, ?5, ?5, ?5)`,
      )
      .bind(entry, owner, tome, privacy, AT),
  ]);
  return { bot, tome, entry };
}
