import { DEFAULT_SETTINGS, DEFAULT_TURN_TAKING, type RoomBot, type RoomMember } from "../fields/conversation.ts";
import type { MessageRow, Take } from "../fields/message.ts";
import type { RoomEvent } from "./events.ts";
import type { RoomView } from "./room-view.ts";

/** One of everything that travels, for tests on both sides of the wire. Not for the product. */

const AT = "2026-11-23T05:00:00.000Z";

const take = (id: string, text: string): Take => ({
  id,
  text,
  model: "practice",
  state: "done",
  created_at: AT,
  segments: [],
});

export const EXAMPLE_MESSAGE: MessageRow = {
  id: "m2",
  seq: 2,
  conversation: "room",
  user: "anna",
  author_name: "Mara",
  message_type: "text",
  bot: "b1",
  entry: "",
  created_timestamp: AT,
  modified_timestamp: AT,
  message_attribution: { source_bot_id: "b1", is_ai_generated: true, model_used: "practice", confidence_score: null },
  message_content: { media_attachments: [], code_snippets: [], reactions: {} },
  message_thread: { reply_to_id: null, thread_depth: 0, is_thread_parent: false },
  token_tracking: { input_tokens: 0, output_tokens: 0, total_tokens: 0, cost_estimate: 0 },
  byo_key: false,
  message_status: { delivery_status: "sent", edit_history: [], is_edited: false, edited_at: null },
  metadata: { processing_time_ms: null, priority_level: "normal", sensitivity_level: "private" },
  takes: [take("t1", "first words")],
  current_take_id: "t1",
  persona_id: null,
  reasoning_content: null,
  interrupted: false,
  stopped_by: null,
  failed: null,
  hidden: false,
  aside: false,
  whisper_to: null,
  pinned: false,
  streaming: true,
  activation: null,
  rev: 1,
};

const HUMAN: MessageRow = {
  ...EXAMPLE_MESSAGE,
  id: "m1",
  seq: 1,
  bot: null,
  author_name: "Anna",
  entry: "Hello",
  takes: [],
  current_take_id: null,
  streaming: false,
};

const BOT: RoomBot = {
  bot_id: "b1",
  joined_at: AT,
  role: "primary",
  is_active: true,
  talkativeness: 0.5,
  name: "Mara",
  picture: null,
  description: "keeps the light",
  greeting: "Mind the step.",
  api_key_id: null,
  provider: null,
  model: null,
};

const ANNA: RoomMember = { user_id: "anna", name: "Anna", role: "owner", joined_at: AT, read_up_to: null };

export const EXAMPLE_VIEW: RoomView = {
  seq: 10,
  room: {
    id: "room",
    user: "anna",
    title: null,
    status: "active",
    conversation_type: "single-bot",
    settings: DEFAULT_SETTINGS,
    turn_taking: DEFAULT_TURN_TAKING,
    persona_id: null,
    created_timestamp: AT,
    total_messages: 2,
    total_tokens: 0,
    last_activity: AT,
    persisted_seq: 0,
  },
  bots: [BOT],
  members: [ANNA],
  messages: [HUMAN, EXAMPLE_MESSAGE],
  has_more: false,
};

const stamp = { seq: 11, at: AT };

/** At least one of every kind. */
export const EVENT_EXAMPLES: readonly RoomEvent[] = [
  {
    ...stamp,
    type: "message.created",
    message: { ...HUMAN, id: "m3", seq: 11 },
    ref: "00000000-0000-4000-8000-000000000001",
  },
  {
    ...stamp,
    type: "message.updated",
    message: { ...EXAMPLE_MESSAGE, entry: "done", streaming: false, rev: 2, length: 4, sha256: "0".repeat(64) },
  },
  { ...stamp, type: "message.deleted", message_id: "m2" },
  { ...stamp, type: "take.created", message_id: "m2", take: take("t2", "second words") },
  { ...stamp, type: "take.chosen", message_id: "m2", take_id: "t1" },
  { ...stamp, type: "take.deleted", message_id: "m2", take_id: "t1" },
  { ...stamp, type: "path.changed", head: "m9", messages: [{ ...HUMAN, id: "m9" }], has_more: true },
  { ...stamp, type: "room.updated", title: "Renamed", persisted_seq: 9, total_messages: 2 },
  { ...stamp, type: "bot.joined", bot: { ...BOT, bot_id: "b2", role: "secondary" } },
  { ...stamp, type: "bot.updated", bot: { ...BOT, is_active: false } },
  { ...stamp, type: "bot.left", bot: BOT },
  { ...stamp, type: "member.joined", member: { ...ANNA, user_id: "ben", role: "member" } },
  { ...stamp, type: "member.updated", member: { ...ANNA, role: "viewer" } },
  { ...stamp, type: "member.left", member: ANNA },
  { ...stamp, type: "read.moved", user_id: "anna", message_id: "m2" },
  {
    ...stamp,
    type: "activation.turn",
    message_id: "m2",
    take_id: "t1",
    counts: { included: 2, cut: 1, held_back: 0, by_method: { keyword: 2 } },
  },
  { ...stamp, type: "hidden" },
];
