import * as z from "zod/mini";

export const CONVERSATION_TYPES = ["single-bot", "multi-bot", "group-chat"] as const;
export const CONVERSATION_STATUSES = ["active", "archived", "muted", "pinned"] as const;
export type ConversationStatus = (typeof CONVERSATION_STATUSES)[number];
export const BOT_ROLES = ["primary", "secondary", "moderator"] as const;
export const MEMBER_ROLES = ["owner", "member", "viewer"] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];
export const TURN_STRATEGIES = [
  "asked",
  "natural",
  "list",
  "pooled",
  "round_robin",
  "random",
  "director",
  "auto",
] as const;
export type TurnStrategy = (typeof TURN_STRATEGIES)[number];

/** How the room decides who speaks (rooms.md §5). */
export const TurnTaking = z.object({
  strategy: z.enum(TURN_STRATEGIES),
  /** Replies per human message; mentioned and picked bots do not count against it. */
  max_replies: z.number(),
  auto_max_turns: z.number(),
  auto_token_cap: z.nullable(z.number()),
  wait_for_people_s: z.number(),
  parallel: z.boolean(),
  hold_on_failure: z.boolean(),
});
export type TurnTaking = z.infer<typeof TurnTaking>;

export const ConversationSettings = z.object({
  allow_file_sharing: z.boolean(),
  message_retention_days: z.number(),
  auto_save_conversations: z.boolean(),
  api_key_id: z.nullable(z.string()),
  model: z.nullable(z.string()),
  provider: z.nullable(z.string()),
  /** Percent of (window − reserved reply) that lore may take (activation.md §8). Added. */
  lore_budget_percent: z.number(),
  /** Tokens; null means no cap. Added. */
  lore_budget_cap: z.nullable(z.number()),
  /** Turns a day that others may have on a key of the owner's; absent is none, null any number. Added. */
  others_key_turns: z.optional(z.nullable(z.number())),
  /** Told to others in the place of `api_key_id`, which is for the owner's eyes. Added. */
  owner_pays: z.optional(z.boolean()),
});
export type ConversationSettings = z.infer<typeof ConversationSettings>;

/** A stretch of the log a bot was away for: events from `from` on, before `to`; null while it still is. */
export const Absence = z.object({ from: z.number(), to: z.nullable(z.number()) });
export type Absence = z.infer<typeof Absence>;

/** A bot at the table: schema.md bot_participation plus what the room shows and needs. */
export const RoomBot = z.object({
  bot_id: z.string(),
  joined_at: z.string(),
  role: z.enum(BOT_ROLES),
  is_active: z.boolean(),
  /** 0–1: the chance that it answers unasked under `natural`. */
  talkativeness: z.number(),
  name: z.string(),
  /** Address of its picture, or null. */
  picture: z.nullable(z.string()),
  description: z.string(),
  /** Its greeting with macros resolved; drawn as a card while the room is empty. */
  greeting: z.string(),
  api_key_id: z.nullable(z.string()),
  provider: z.nullable(z.string()),
  model: z.nullable(z.string()),
  /** When it was not there, oldest first: before it joined, and while it was muted. Added. */
  absences: z.optional(z.array(Absence)),
  /** Told to others in the place of `api_key_id`, which is for the owner's eyes. Added. */
  owner_pays: z.optional(z.boolean()),
});
export type RoomBot = z.infer<typeof RoomBot>;

export const RoomMember = z.object({
  user_id: z.string(),
  name: z.string(),
  role: z.enum(MEMBER_ROLES),
  joined_at: z.string(),
  /** Newest message this person has read, on any device. */
  read_up_to: z.nullable(z.string()),
});
export type RoomMember = z.infer<typeof RoomMember>;

/** Lore woken by hand, for the `turns` bot messages that come after the event `since`. */
export const LorePin = z.object({ entry_id: z.string(), turns: z.number(), since: z.number() });
export type LorePin = z.infer<typeof LorePin>;

/** Where a branch room began. For its owner's eyes: others may know nothing of that room. */
export const BranchedFrom = z.object({ conversation: z.string(), message_id: z.string() });

/** The room itself, without its messages and people. `status` is the owner's. */
export const RoomInfo = z.object({
  id: z.string(),
  user: z.string(),
  title: z.nullable(z.string()),
  status: z.enum(CONVERSATION_STATUSES),
  conversation_type: z.enum(CONVERSATION_TYPES),
  settings: ConversationSettings,
  turn_taking: TurnTaking,
  /** Persona of the owner's next message; null speaks as themselves. */
  persona_id: z.nullable(z.string()),
  created_timestamp: z.string(),
  total_messages: z.number(),
  total_tokens: z.number(),
  last_activity: z.string(),
  /** Everything up to this event is in D1. */
  persisted_seq: z.number(),
  /** Added. */
  lore_pins: z.optional(z.array(LorePin)),
  /** Added. */
  branched_from: z.optional(z.nullable(BranchedFrom)),
});
export type RoomInfo = z.infer<typeof RoomInfo>;

export const DEFAULT_SETTINGS: ConversationSettings = {
  allow_file_sharing: true,
  message_retention_days: 365,
  auto_save_conversations: true,
  api_key_id: null,
  model: null,
  provider: null,
  lore_budget_percent: 25,
  lore_budget_cap: null,
};

export const DEFAULT_TURN_TAKING: TurnTaking = {
  strategy: "natural",
  max_replies: 2,
  auto_max_turns: 6,
  auto_token_cap: null,
  wait_for_people_s: 0,
  parallel: false,
  hold_on_failure: false,
};
