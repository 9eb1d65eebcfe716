/** Tables whose rows others refer to. */
export type Target =
  | "users"
  | "conversations"
  | "messages"
  | "memories"
  | "knowledge_collections"
  | "knowledge"
  | "bots"
  | "creator_profiles"
  | "personas"
  | "media"
  | "jobs"
  | "legal_documents"
  | "subscription_tiers";

/**
 * What becomes of a row when the one it refers to is deleted. `delete`: it goes too. `set`: it stays and is changed so,
 * as long as `until` is not true. `keep`: it stays and goes on naming what is gone. `owner`: its owner is the same, so it
 * is gone before. `trigger`: the database sees to it. `refuse`: such a target is never deleted while it is named.
 */
export type Fate =
  | { readonly on: "delete" }
  | { readonly on: "set"; readonly set: string; readonly until?: string }
  | { readonly on: "keep" | "owner" | "trigger" | "refuse" };

/** One column that names rows of another table. Everything in it is ours and goes into SQL as it is. */
export type Relation = Fate & {
  readonly table: string;
  /** Column, or an expression that reads a field of a JSON one. */
  readonly column: string;
  /** Which rows name this table, where the column names rows of several. */
  readonly where?: string;
};

const remove = (table: string, column: string, where?: string): Relation => ({
  table,
  column,
  on: "delete",
  ...(where === undefined ? {} : { where }),
});
const rewrite = (table: string, column: string, set: string, until?: string): Relation => ({
  table,
  column,
  on: "set",
  set,
  ...(until === undefined ? {} : { until }),
});
const forget = (table: string, column: string): Relation => rewrite(table, column, `${column} = null`);
const leave = (
  on: "keep" | "owner" | "trigger" | "refuse",
  table: string,
  column: string,
  where?: string,
): Relation => ({
  table,
  column,
  on,
  ...(where === undefined ? {} : { where }),
});

/** Name on what people said in other people's rooms once their account is gone. */
export const GONE_NAME = "Deleted account";

/** Owner of the bot or tome that a grant is on: whoever made the grant for them is gone. */
const GRANTED_FOR = `coalesce(
  (select bots.user from bots where resource_type = 'bot' and bots.id = resource_id),
  (select knowledge_collections.user from knowledge_collections
   where resource_type = 'knowledgeCollection' and knowledge_collections.id = resource_id), user)`;

/**
 * Every column of every table that names rows of another, by what it names, in the order in which a deletion goes
 * through them. Read by the deletions themselves and by the walk that looks for orphans; a test holds it against the
 * foreign keys and the columns of the tables.
 */
export const RELATIONS: Readonly<Record<Target, readonly Relation[]>> = {
  users: [
    remove("conversation_members", "user"),
    remove("invitations", "created_by"),
    remove("conversations", "user"),
    rewrite(
      "messages",
      "user",
      `author_name = case when bot is null then '${GONE_NAME}' else author_name end, persona_id = null`,
      `(bot is not null or author_name = '${GONE_NAME}') and persona_id is null`,
    ),
    remove("memory_insights", "user"),
    remove("usage_analytics", "user"),
    remove("moods", "user"),
    remove("self_moderation", "user"),
    remove("memories", "user"),
    remove("user_blocks", "blocker"),
    remove("user_blocks", "blocked"),
    remove("collection_links", "user"),
    remove("knowledge_collections", "user"),
    // An entry in another's tome belongs to the tome.
    rewrite(
      "knowledge",
      "user",
      "user = (select tome.user from knowledge_collections as tome where tome.id = knowledge_collection)",
    ),
    remove("vector_records", "user_id"),
    remove("bot_interactions", "user"),
    remove("creator_follows", "follower"),
    remove("bots", "user"),
    remove("creator_profiles", "user"),
    remove("access_control", "user"),
    rewrite("access_control", "granted_by", `granted_by = ${GRANTED_FOR}`),
    forget("access_control", "revoked_by"),
    remove("personas", "user"),
    remove("api_keys", "user"),
    // Books outlive their people: the other side keeps its gift, without the words.
    rewrite("token_gifts", "sender", "sender = null, message = ''"),
    forget("token_gifts", "recipient"),
    forget("subscription_payments", "user"),
    remove("ledger", "user"),
    remove("user_agreements", "user"),
    rewrite("reports", "user", "user = null, note = ''"),
    rewrite(
      "reports",
      "claimed_by",
      "claimed_by = null, claimed_at = null, status = case when status = 'claimed' then 'open' else status end",
    ),
    remove("idempotency_keys", "user"),
    remove("jobs", "user", "kind <> 'delete_account'"),
    remove("media", "user"),
    leave("keep", "audit_log", "actor"),
    leave("keep", "username_redirects", "user"),
    leave("keep", "messages", "whisper_to"),
    leave("keep", "messages", "stopped_by"),
  ],
  conversations: [
    remove("messages", "conversation"),
    remove("knowledge_activation_log", "conversation_id"),
    remove("memory_insights", "conversation"),
    remove("invitations", "conversation"),
    remove("conversation_members", "conversation"),
    remove("collection_links", "target_id", "target_kind = 'conversation'"),
    forget("memories", "conversation"),
    leave("trigger", "conversation_bots", "conversation"),
    leave("keep", "knowledge", "source_conversation_id"),
  ],
  messages: [
    leave("trigger", "search_documents", "ref", "kind = 'messages'"),
    leave("keep", "knowledge_activation_log", "message_id"),
    leave("keep", "conversation_members", "read_up_to"),
  ],
  memories: [remove("vector_records", "source_id", "source_type = 'memory'"), forget("knowledge", "source_memory_id")],
  knowledge_collections: [
    remove("knowledge", "knowledge_collection"),
    // Deleting entries writes some of these.
    remove("entry_seals", "knowledge_collection"),
    remove("collection_links", "collection"),
    remove("access_control", "resource_id", "resource_type = 'knowledgeCollection'"),
    forget("conversations", "memory_tome"),
    leave("keep", "knowledge_activation_log", "knowledge_collection"),
  ],
  knowledge: [
    remove("vector_records", "source_id", "source_type = 'knowledge'"),
    rewrite("memories", "lore_entry", "lore_entry = null, converted_to_lore = 0, converted_at = null"),
    leave("trigger", "search_documents", "ref", "kind = 'knowledge'"),
    leave("keep", "knowledge_activation_log", "knowledge_entry_id"),
    leave("keep", "entry_seals", "id"),
  ],
  bots: [
    remove("bot_interactions", "bot"),
    remove("bot_slug_redirects", "bot"),
    remove("access_control", "resource_id", "resource_type = 'bot'"),
    remove("collection_links", "target_id", "target_kind = 'bot'"),
    forget("token_gifts", "related_bot"),
    leave("trigger", "search_documents", "ref", "kind = 'bots'"),
    // What a bot said and did in rooms stays there under its name, and so does what people remember of it.
    leave("keep", "messages", "bot"),
    leave("keep", "knowledge_activation_log", "bot_id"),
    leave("keep", "conversation_bots", "bot"),
    leave("keep", "memories", "bot"),
  ],
  creator_profiles: [
    remove("creator_follows", "following"),
    leave("owner", "bots", "creator_profile"),
    remove("bot_slug_redirects", "creator_profile"),
    forget("username_redirects", "profile"),
  ],
  personas: [
    remove("persona_analytics", "persona"),
    remove("collection_links", "target_id", "target_kind = 'persona'"),
    // The room goes on without it; what was said under its name keeps that name.
    leave("keep", "conversations", "persona_id"),
    leave("keep", "messages", "persona_id"),
  ],
  media: [
    forget("bots", "picture"),
    leave("owner", "users", "avatar"),
    leave("owner", "personas", "appearance ->> '$.avatar'"),
    leave("owner", "creator_profiles", "profile_media ->> '$.avatar'"),
    leave("owner", "creator_profiles", "profile_media ->> '$.banner'"),
  ],
  jobs: [],
  legal_documents: [leave("refuse", "user_agreements", "document")],
  subscription_tiers: [leave("refuse", "subscription_payments", "tier"), leave("refuse", "users", "subscriptionTier")],
};
