import type { ActivationLogRow } from "../../shared/fields/knowledge-activation-log.ts";
import type { MessageRow } from "../../shared/fields/message.ts";

const AT = "2026-11-23T05:00:00.000Z";

/** A person who may own things; the address is made from the id. */
export async function addUser(db: D1Database, id: string): Promise<void> {
  await db
    .prepare(
      "INSERT INTO users (id, email, displayName, createdAt, updatedAt) VALUES (?1, ?1 || '@x.test', ?1, ?2, ?2)",
    )
    .bind(id, AT)
    .run();
}

/** A human message; `fields` replace what a test cares about. */
export const sampleMessage = (fields: Partial<MessageRow>): MessageRow => ({
  id: "message",
  seq: 1,
  conversation: "room",
  user: "owner",
  author_name: "Owner",
  message_type: "text",
  bot: null,
  entry: "hello",
  created_timestamp: AT,
  modified_timestamp: AT,
  message_attribution: { source_bot_id: null, is_ai_generated: false, model_used: null, confidence_score: null },
  message_content: { media_attachments: [], code_snippets: [], reactions: {} },
  message_thread: { reply_to_id: null, thread_depth: 0, is_thread_parent: false },
  token_tracking: { input_tokens: 0, output_tokens: 0, total_tokens: 3, cost_estimate: 0 },
  byo_key: false,
  message_status: { delivery_status: "delivered", edit_history: [], is_edited: false, edited_at: null },
  metadata: { processing_time_ms: null, priority_level: "normal", sensitivity_level: "private" },
  takes: [],
  current_take_id: null,
  persona_id: null,
  reasoning_content: null,
  interrupted: false,
  stopped_by: null,
  failed: null,
  hidden: false,
  aside: false,
  whisper_to: null,
  pinned: false,
  streaming: false,
  activation: null,
  rev: 1,
  ...fields,
});

/** A keyword entry that went in; `fields` replace what a test cares about. */
export const sampleLogRow = (fields: Partial<ActivationLogRow>): ActivationLogRow => ({
  id: "log",
  conversation_id: "room",
  message_index: 3,
  knowledge_entry_id: "entry",
  activation_method: "keyword",
  activation_score: 2,
  matched_keywords: [],
  vector_similarity: null,
  position_inserted: "after_character",
  tokens_used: 12,
  was_included: true,
  exclusion_reason: null,
  activation_timestamp: AT,
  message_id: "message",
  take_id: "take",
  bot_id: "bot",
  entry_title: "Lighthouse",
  knowledge_collection: "tome",
  sticky: false,
  ...fields,
});

/** Gives someone a right on a bot or a tome, in place of what they had. */
export async function grant(
  db: D1Database,
  given: {
    user: string;
    by: string;
    type: "bot" | "knowledgeCollection";
    id: string;
    permission: "read" | "write" | "admin";
    expires_at?: string;
    revoked?: boolean;
  },
): Promise<void> {
  const { user, by, type, id, permission, expires_at = null, revoked = false } = given;
  await db.batch([
    db
      .prepare("DELETE FROM access_control WHERE user = ? AND resource_type = ? AND resource_id = ?")
      .bind(user, type, id),
    db
      .prepare(
        `INSERT INTO access_control (id, user, resource_type, resource_id, permission_type, granted_by, is_revoked,
         expires_at, createdAt, updatedAt) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)`,
      )
      .bind(crypto.randomUUID(), user, type, id, permission, by, revoked ? 1 : 0, expires_at, AT),
  ]);
}
