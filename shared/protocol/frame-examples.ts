import { EVENT_EXAMPLES, EXAMPLE_VIEW } from "../room/event-examples.ts";
import type { ClientMessage } from "./client-messages.ts";
import type { ServerMessage } from "./server-messages.ts";

/** One of every frame, for tests and for the fixtures of a version. Not for the product. */

const REF = "00000000-0000-4000-8000-000000000001";
const ids = { generation_id: "g1", message_id: "m2", take_id: "t1" };

export const CLIENT_EXAMPLES: readonly ClientMessage[] = [
  { type: "hello", v: 1, device_id: "desk", device_name: "Laptop", since: 3, watch: { activation: true } },
  { type: "send", ref: REF, text: "hello", persona_id: null, mentions: ["b1"], respond: true },
  { type: "speak", ref: REF, bot_ids: ["b1"] },
  { type: "stop", ref: REF, scope: "hold", generation_id: "g1" },
  { type: "queue", ref: REF, order: ["t1"], drop: "t2", hold: false },
  { type: "continue", ref: REF, message_id: "m2" },
  { type: "retake", ref: REF, message_id: "m2", hint: "shorter", segment_id: "g1" },
  { type: "choose_take", ref: REF, message_id: "m2", take_id: "t1" },
  { type: "delete_take", ref: REF, message_id: "m2", take_id: "t1", segment_id: "g1" },
  { type: "edit", ref: REF, message_id: "m1", text: "hello again", persona_id: "p1", respond: true, rev: 2 },
  { type: "delete", ref: REF, message_id: "m1" },
  { type: "hide", ref: REF, message_id: "m1", hidden: false },
  { type: "clear", ref: REF },
  { type: "react", ref: REF, message_id: "m2", emoji: "🍞", on: true },
  { type: "pin", ref: REF, message_id: "m2", on: true },
  { type: "branch", ref: REF, message_id: "m2" },
  { type: "bots", ref: REF, add: ["b2"], update: { bot_id: "b1", talkativeness: 0.7 } },
  { type: "members", ref: REF, remove: ["ben"], update: { user_id: "cleo", role: "viewer" } },
  { type: "pin_lore", ref: REF, entry_id: "e1", turns: 3 },
  { type: "set", ref: REF, title: "Harbour", turn_taking: { strategy: "list" }, settings: { lore_budget_percent: 30 } },
  { type: "read", message_id: "m2" },
  { type: "unread", message_id: "m2" },
  { type: "draft", text: "did anyone", rev: 3 },
  { type: "typing", on: true },
  { type: "watch", activation: false },
  { type: "auth", token: "…" },
  { type: "ping", probe: "p1" },
];

const ticket = {
  id: "t1",
  bot_id: "b1",
  state: "queued",
  reason: { code: "talkative", roll: 0.31, threshold: 0.5 },
  asked_by: "anna",
  payer: "practice",
} as const;
const row = {
  id: "l1",
  conversation_id: "room",
  message_index: 2,
  knowledge_entry_id: "e1",
  activation_method: "keyword",
  activation_score: 2,
  matched_keywords: [{ keyword: "lamp" }],
  vector_similarity: null,
  position_inserted: "after_character",
  tokens_used: 40,
  was_included: true,
  exclusion_reason: null,
  activation_timestamp: "2026-11-23T05:00:00.000Z",
  message_id: "m2",
  take_id: "t1",
  bot_id: "b1",
  entry_title: "Lamp",
  knowledge_collection: "k1",
  sticky: false,
} as const;

export const SERVER_EXAMPLES: readonly ServerMessage[] = [
  {
    type: "welcome",
    v: 1,
    seq: 10,
    you: { user_id: "anna", role: "owner" },
    room: EXAMPLE_VIEW.room,
    bots: [...EXAMPLE_VIEW.bots],
    members: [...EXAMPLE_VIEW.members],
    messages: [...EXAMPLE_VIEW.messages],
    has_more: false,
    queue: [ticket],
    held: false,
    generations: [{ ...ids, bot_id: "b1", state: "speaking", text: "so far" }],
    presence: [{ user_id: "anna", devices: [{ device_id: "desk", name: "Laptop", kind: "desktop" }], state: "here" }],
  },
  ...EVENT_EXAMPLES.map((event) => ({ type: "event" as const, event })),
  { type: "events", list: [...EVENT_EXAMPLES] },
  { type: "ack", ref: REF, seq: 11, message_id: "m3", ticket_ids: ["t1"] },
  {
    type: "nack",
    ref: REF,
    error: { code: "invalid", message: "write something first", retryable: false, field: "text" },
  },
  { type: "queue", tickets: [ticket], held: true },
  { type: "delta", ...ids, at: 6, text: "more" },
  {
    type: "generation",
    ...ids,
    bot_id: "b1",
    state: "failed",
    error: { code: "rate_limited", message: "wait", retryable: true, retry_after_ms: 20_000 },
  },
  {
    type: "activation",
    message_id: "m2",
    take_id: "t1",
    rows: [{ ...row, matched_keywords: [...row.matched_keywords] }],
    not_yours: 1,
  },
  { type: "presence", members: [] },
  { type: "typing", user_id: "ben", on: true },
  { type: "unread", unread: 5, threads: { m2: 2 } },
  { type: "draft", text: "did anyone", rev: 4, device_id: "phone" },
  {
    type: "budget",
    message_id: "m2",
    window: 8_192,
    reserved: 512,
    sections: [{ name: "lore", label: "Lore", tokens: 40 }],
  },
  { type: "notice", code: "update", message: "New version ready" },
  { type: "pong" },
  { type: "probe", id: "p1" },
];
