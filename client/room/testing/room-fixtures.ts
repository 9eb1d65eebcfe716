import {
  DEFAULT_SETTINGS,
  DEFAULT_TURN_TAKING,
  type RoomBot,
  type RoomInfo,
} from "../../../shared/fields/conversation.ts";
import type { ActivationLogRow } from "../../../shared/fields/knowledge-activation-log.ts";

import type { MessageRow } from "../../../shared/fields/message.ts";

const AT = "2026-11-23T14:06:00.000Z";

/** A person's message; `changes` replace fields. */
export function messageRow(changes: Partial<MessageRow> = {}): MessageRow {
  return {
    id: "m1",
    seq: 1,
    conversation: "c1",
    user: "anna",
    author_name: "Anna",
    message_type: "text",
    bot: null,
    entry: "did anyone light the lamp?",
    created_timestamp: AT,
    modified_timestamp: AT,
    message_attribution: { source_bot_id: null, is_ai_generated: false, model_used: null, confidence_score: null },
    message_content: { media_attachments: [], code_snippets: [], reactions: {} },
    message_thread: { reply_to_id: null, thread_depth: 0, is_thread_parent: false },
    token_tracking: { input_tokens: 0, output_tokens: 0, total_tokens: 0, cost_estimate: 0 },
    byo_key: false,
    message_status: { delivery_status: "sent", edit_history: [], is_edited: false, edited_at: null },
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
    ...changes,
  };
}

/** A finished message of the bot `mara`. */
export const botRow = (changes: Partial<MessageRow> = {}): MessageRow =>
  messageRow({
    id: "b1",
    bot: "mara",
    author_name: "Mara Quill",
    entry: "Nobody goes up there without my key.",
    message_attribution: {
      source_bot_id: "mara",
      is_ai_generated: true,
      model_used: "practice-1",
      confidence_score: null,
    },
    activation: { included: 2, cut: 1, held_back: 4, by_method: { keyword: 1, constant: 1 } },
    ...changes,
  });

export function roomBot(changes: Partial<RoomBot> = {}): RoomBot {
  return {
    bot_id: "mara",
    joined_at: AT,
    role: "primary",
    is_active: true,
    talkativeness: 0.5,
    name: "Mara Quill",
    picture: null,
    description: "Lighthouse keeper",
    greeting: "Sit down, the fog is early.",
    api_key_id: null,
    provider: null,
    model: null,
    ...changes,
  };
}

export function roomInfo(changes: Partial<RoomInfo> = {}): RoomInfo {
  return {
    id: "c1",
    user: "anna",
    title: "Harbour Nights",
    status: "active",
    conversation_type: "multi-bot",
    settings: DEFAULT_SETTINGS,
    turn_taking: DEFAULT_TURN_TAKING,
    persona_id: null,
    created_timestamp: AT,
    total_messages: 0,
    total_tokens: 0,
    last_activity: AT,
    persisted_seq: 0,
    ...changes,
  };
}

/** An entry that woke by the key `lamp`. */
export function activationRow(changes: Partial<ActivationLogRow> = {}): ActivationLogRow {
  return {
    id: "a1",
    conversation_id: "c1",
    message_index: 4,
    knowledge_entry_id: "e1",
    activation_method: "keyword",
    activation_score: 1,
    matched_keywords: [{ keyword: "lamp" }],
    vector_similarity: null,
    position_inserted: "after_character",
    tokens_used: 212,
    was_included: true,
    exclusion_reason: null,
    activation_timestamp: AT,
    message_id: "b1",
    take_id: "t1",
    bot_id: "mara",
    entry_title: "Lighthouse",
    knowledge_collection: "k1",
    sticky: false,
    ...changes,
  };
}
