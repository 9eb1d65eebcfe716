import { insertFromJson, type JsonColumns, sameNames } from "../../d1-json.ts";

/**
 * Statements that bring outbox rows into D1. Each takes all its rows as one JSON text. All are state-based: run twice, late or
 * out of turn they leave the newest `rev`.
 */

/**
 * What was still under way when its conversation was deleted brings nothing of it back (ERASE6). While the deletion still
 * waits it can be taken back, so rows come in as ever.
 */
const notDeleted = (id: string): string => `NOT EXISTS (SELECT 1 FROM tombstones WHERE tombstones.id = ${id}
    AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.kind = 'delete_conversation' AND jobs.subject = tombstones.id
      AND jobs.status = 'queued' AND jobs.phase = 'waiting'))`;

/** A row that exists takes the new values where its `rev` is lower. @param conversation Field that names it. */
function upsertByRev(table: string, conversation: string, columns: JsonColumns): string {
  const changes = Object.keys(columns).filter((name) => name !== "id" && name !== "createdAt");
  return `${insertFromJson(table, columns)} AND ${notDeleted(`value ->> '$.${conversation}'`)}
    ON CONFLICT (id) DO UPDATE SET ${changes.map((name) => `${name} = excluded.${name}`).join(", ")}
    WHERE excluded.rev > ${table}.rev`;
}

/** `?1`: rows as `conversationRecord` makes them. What others write of a conversation (its memory tome) stays. */
export const UPSERT_CONVERSATIONS = upsertByRev("conversations", "id", {
  ...sameNames(
    "value",
    "id",
    "title",
    "user",
    "conversation_type",
    "status",
    "persona_id",
    "total_tokens",
    "rev",
    "seq",
  ),
  ...sameNames(
    "json",
    "bot_participation",
    "participants",
    "conversation_metadata",
    "conversation_settings",
    "turn_taking",
  ),
  ...sameNames("value", "created_timestamp", "modified_timestamp"),
  createdAt: ["created_timestamp", "value"],
  updatedAt: ["modified_timestamp", "value"],
});

/** `?1` conversation, `?2` its rev, `?3` members. Only the copy that holds this `rev` loses who is not in the list. */
export const REMOVE_MEMBERS = `DELETE FROM conversation_members
  WHERE conversation = ?1 AND (SELECT rev FROM conversations WHERE id = ?1) = ?2
    AND user NOT IN (SELECT value ->> '$.user_id' FROM json_each(?3))`;

/** Same parameters. Accounts that are gone are left out; each member's own `status` is not the room's to write. */
export const UPSERT_MEMBERS = `INSERT INTO conversation_members (conversation, user, role, joined_at, read_up_to, unread, createdAt, updatedAt)
  SELECT ?1, value ->> '$.user_id', value ->> '$.role', value ->> '$.joined_at', value ->> '$.read_up_to',
         coalesce(value ->> '$.unread', 0), value ->> '$.joined_at', value ->> '$.joined_at'
  FROM json_each(?3)
  WHERE (SELECT rev FROM conversations WHERE id = ?1) = ?2 AND ${notDeleted("?1")}
    AND EXISTS (SELECT 1 FROM users WHERE users.id = value ->> '$.user_id' AND ${notDeleted("users.id")})
  ON CONFLICT (conversation, user) DO UPDATE SET role = excluded.role, read_up_to = excluded.read_up_to,
    unread = excluded.unread`;

/** `?1`: MessageRow JSON. */
export const UPSERT_MESSAGES = upsertByRev("messages", "conversation", {
  ...sameNames("value", "id", "conversation", "seq", "user", "author_name", "message_type", "bot", "entry", "byo_key"),
  ...sameNames("json", "message_attribution", "message_content", "message_thread", "token_tracking", "message_status"),
  ...sameNames("json", "metadata", "takes"),
  ...sameNames(
    "value",
    "current_take_id",
    "persona_id",
    "reasoning_content",
    "interrupted",
    "stopped_by",
    "hidden",
    "aside",
  ),
  ...sameNames("value", "whisper_to", "pinned", "streaming", "length", "sha256", "rev"),
  ...sameNames("json?", "failed", "activation"),
  ...sameNames("value", "created_timestamp", "modified_timestamp"),
  createdAt: ["created_timestamp", "value"],
  updatedAt: ["modified_timestamp", "value"],
});

/** `?1`: `[{id, rev}]`. */
export const DELETE_MESSAGES = `DELETE FROM messages
  WHERE id IN (SELECT value ->> '$.id' FROM json_each(?1))
    AND rev < (SELECT max(value ->> '$.rev') FROM json_each(?1) WHERE value ->> '$.id' = messages.id)`;

/** `?1`: `[{conversation, up_to}]`. What was said after the clearing has a higher number and stays. */
export const CLEAR_MESSAGES = `DELETE FROM messages
  WHERE conversation IN (SELECT value ->> '$.conversation' FROM json_each(?1))
    AND seq <= (SELECT max(value ->> '$.up_to') FROM json_each(?1)
      WHERE value ->> '$.conversation' = messages.conversation)`;

/** `?1`: `[{id, used, revoked_at, at}]`. Counts only grow, and what was taken back stays so. */
export const UPDATE_INVITATIONS = `UPDATE invitations
  SET used = max(invitations.used, told.used), revoked_at = coalesce(invitations.revoked_at, told.revoked_at),
      updatedAt = max(invitations.updatedAt, told.at)
  FROM (SELECT value ->> '$.id' AS id, value ->> '$.used' AS used, value ->> '$.revoked_at' AS revoked_at,
               value ->> '$.at' AS at FROM json_each(?1)) AS told
  WHERE invitations.id = told.id`;

const LOG_VALUES = [
  ...["id", "conversation_id", "message_index", "knowledge_entry_id", "activation_method", "activation_score"],
  ...["vector_similarity", "position_inserted", "tokens_used", "was_included", "exclusion_reason"],
  ...["activation_timestamp", "message_id", "take_id", "bot_id", "entry_title", "knowledge_collection", "sticky"],
];

/** `?1`: an array of turns, each an array of ActivationLogRow. What is there is never changed. */
export const INSERT_ACTIVATION_LOG = `INSERT INTO knowledge_activation_log
    (${LOG_VALUES.join(", ")}, matched_keywords, createdAt, updatedAt)
  SELECT ${LOG_VALUES.map((name) => `entry.value ->> '$.${name}'`).join(", ")}, entry.value -> '$.matched_keywords',
         entry.value ->> '$.activation_timestamp', entry.value ->> '$.activation_timestamp'
  FROM json_each(?1) AS turn, json_each(turn.value) AS entry
  WHERE ${notDeleted("entry.value ->> '$.conversation_id'")}
  ON CONFLICT (id) DO NOTHING`;
