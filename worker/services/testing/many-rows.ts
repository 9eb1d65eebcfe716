const AT = "2026-11-23T05:00:00.000Z";

/** `n` numbers from 1 as the rows of `i`, for one insert of as many rows. */
const numbers = (n: number): string =>
  `with recursive i (n) as (select 1 union all select n + 1 from i where n < ${n})`;

const insert = async (db: D1Database, n: number, into: string, values: string, ...bound: unknown[]): Promise<void> => {
  await db
    .prepare(`insert into ${into} ${numbers(n)} select ${values} from i`)
    .bind(...bound)
    .run();
};

/** `n` people `<prefix>1`, `<prefix>2` … */
export const addPeople = (db: D1Database, n: number, prefix: string): Promise<void> =>
  insert(
    db,
    n,
    "users (id, email, displayName, createdAt, updatedAt)",
    `?1 || n, ?1 || n || '@many.test', 'One of many', '${AT}', '${AT}'`,
    prefix,
  );

/** `n` entries of a tome. */
export const addEntries = (db: D1Database, n: number, tome: string, user: string): Promise<void> =>
  insert(
    db,
    n,
    `knowledge (id, user, entry, title, knowledge_collection, privacy_settings, activation_settings, positioning,
     advanced_activation, filtering, budget_control, created_timestamp, modified_timestamp, createdAt, updatedAt)`,
    `?1 || '-e' || n, ?2, 'The lamp never goes out.', 'Lamp ' || n, ?1, '{}', '{}', '{}', '{}', '{}', '{}',
     '${AT}', '${AT}', '${AT}', '${AT}'`,
    tome,
    user,
  );

/** `n` vectors, one for each of the first `n` entries of a tome. */
export const addVectors = (db: D1Database, n: number, tome: string, user: string): Promise<void> =>
  insert(
    db,
    n,
    `vector_records (id, vector_id, source_type, source_id, user_id, tenant_id, chunk_index, total_chunks, chunk_text,
     metadata, embedding_model, embedding_dimensions, createdAt, updatedAt)`,
    `?1 || '-v' || n, ?1 || '-v' || n, 'knowledge', ?1 || '-e' || n, ?2, ?2, 0, 1, 'Lamp', '{}', 'm', 4, '${AT}', '${AT}'`,
    tome,
    user,
  );

/** `n` messages of a conversation, said by `user`. */
export const addMessages = (db: D1Database, n: number, conversation: string, user: string): Promise<void> =>
  insert(
    db,
    n,
    `messages (id, conversation, seq, user, author_name, message_type, entry, message_attribution, message_content,
     message_thread, token_tracking, message_status, metadata, rev, created_timestamp, modified_timestamp, createdAt,
     updatedAt)`,
    `?1 || '-m' || ?2 || n, ?1, n + 1000, ?2, 'Somebody', 'text', 'Hello', '{}', '{}', '{}', '{}', '{}', '{}', 1,
     '${AT}', '${AT}', '${AT}', '${AT}'`,
    conversation,
    user,
  );

/** Likes of a bot by the people `addPeople` made. */
export const addLikes = (db: D1Database, n: number, bot: string, prefix: string): Promise<void> =>
  insert(
    db,
    n,
    "bot_interactions (id, user, bot, liked, favorited, created_date, updated_date, createdAt, updatedAt)",
    `?1 || '-l' || n, ?2 || n, ?1, 1, 0, '${AT}', '${AT}', '${AT}', '${AT}'`,
    bot,
    prefix,
  );

/** Read grants on a bot or a tome for the people `addPeople` made. */
export const addGrants = (
  db: D1Database,
  n: number,
  { type, id, by, prefix }: { type: "bot" | "knowledgeCollection"; id: string; by: string; prefix: string },
): Promise<void> =>
  insert(
    db,
    n,
    "access_control (id, user, resource_type, resource_id, permission_type, granted_by, is_revoked, createdAt, updatedAt)",
    `?1 || '-g' || n, ?2 || n, '${type}', ?1, 'read', ?3, 0, '${AT}', '${AT}'`,
    id,
    prefix,
    by,
  );

/** A count of every table's rows, by table: what a deletion of somebody else's may not change. */
export async function rowCounts(db: D1Database): Promise<Record<string, number>> {
  const tables = await db
    .prepare(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '_cf_%'
       and name not like 'd1_%' and name not like 'search_%'`,
    )
    .all<{ name: string }>();
  const counts = tables.results.map(({ name }) => `(select count(*) from ${name}) as ${name}`);
  return (await db.prepare(`select ${counts.join(", ")}`).first<Record<string, number>>()) ?? {};
}
