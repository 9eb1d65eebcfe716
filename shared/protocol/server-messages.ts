import * as z from "zod/mini";
import { RoomBot, RoomInfo, RoomMember } from "../fields/conversation.ts";
import { ActivationLogRow } from "../fields/knowledge-activation-log.ts";
import { MessageRow, ReplyError } from "../fields/message.ts";
import { RoomEvent } from "../room/events.ts";

export const TICKET_STATES = [
  "queued",
  "held",
  "reading",
  "thinking",
  "speaking",
  "done",
  "stopped",
  "interrupted",
  "failed",
  "skipped",
] as const;
export const TICKET_REASONS = [
  "mentioned",
  "picked",
  "talkative",
  "order",
  "not_spoken",
  "random",
  "director",
  "continuing",
  "replying",
  "auto",
] as const;

/** Why bots that kept talking stopped. */
export const AUTO_ENDS = ["turns", "tokens", "time", "repeating", "alone", "failed", "stopped"] as const;
export type AutoEnd = (typeof AUTO_ENDS)[number];

/** A talk that bots keep going by themselves: turns given of how many, and why it is over. Added. */
export const AutoTalk = z.object({
  turns: z.number(),
  most: z.number(),
  ended: z.nullable(z.enum(AUTO_ENDS)),
  /** Somebody is typing: it waits. */
  paused: z.optional(z.boolean()),
});
export type AutoTalk = z.infer<typeof AutoTalk>;

/** One turn in the queue and why it exists. */
export const Ticket = z.object({
  id: z.string(),
  bot_id: z.string(),
  state: z.enum(TICKET_STATES),
  reason: z.object({
    code: z.enum(TICKET_REASONS),
    /** Who caused it: a user id. */
    by: z.optional(z.string()),
    roll: z.optional(z.number()),
    threshold: z.optional(z.number()),
    /** The rule that should have chosen and could not. Added. */
    instead_of: z.optional(z.string()),
  }),
  asked_by: z.string(),
  /** Who pays: `practice`, `platform`, or the user whose key is used. */
  payer: z.string(),
  /** Of what is ready behind the floor: how many words it has. Added. */
  words: z.optional(z.number()),
});
export type Ticket = z.infer<typeof Ticket>;

export const GENERATION_STATES = [
  "reading",
  "thinking",
  "speaking",
  "done",
  "stopped",
  "interrupted",
  "failed",
] as const;
export type GenerationState = (typeof GENERATION_STATES)[number];

const generationIds = { generation_id: z.string(), message_id: z.string(), take_id: z.string() };

/** A reply in progress. `text` is the take's whole text so far; the next delta continues at its length. */
export const RunningGeneration = z.object({
  ...generationIds,
  bot_id: z.string(),
  state: z.enum(GENERATION_STATES),
  text: z.string(),
  reasoning: z.optional(z.string()),
});
export type RunningGeneration = z.infer<typeof RunningGeneration>;

export const Presence = z.object({
  user_id: z.string(),
  devices: z.array(z.object({ device_id: z.string(), name: z.string(), kind: z.string() })),
  state: z.enum(["here", "elsewhere", "away"]),
});
export type Presence = z.infer<typeof Presence>;

/** Finished messages of others that someone has not read: of the room and its threads, and of each thread. */
export const UnreadCount = z.object({ unread: z.number(), threads: z.record(z.string(), z.number()) });
export type UnreadCount = z.infer<typeof UnreadCount>;

/** What a person is writing. `rev` counts its changes; `device_id` is who made the newest. */
export const KeptDraft = z.object({ text: z.string(), rev: z.number(), device_id: z.string() });
export type KeptDraft = z.infer<typeof KeptDraft>;

export const Welcome = z.object({
  type: z.literal("welcome"),
  v: z.number(),
  /** Head of the log: where the client will stand when the events that follow are applied. */
  seq: z.number(),
  you: z.object({
    user_id: z.string(),
    role: z.string(),
    /** Added, as is the draft. */
    unread: z.optional(UnreadCount),
    draft: z.optional(KeptDraft),
  }),
  room: RoomInfo,
  bots: z.array(RoomBot),
  members: z.array(RoomMember),
  /** Absent when the events after `since` follow instead. */
  messages: z.optional(z.array(MessageRow)),
  has_more: z.optional(z.boolean()),
  queue: z.array(Ticket),
  /** The waiting turns are held until someone releases them. Added. */
  held: z.boolean(),
  auto: z.optional(AutoTalk),
  generations: z.array(RunningGeneration),
  presence: z.array(Presence),
});
export type Welcome = z.infer<typeof Welcome>;

/** An event of a kind this version does not know still counts: it moves `seq`, as a hidden one does. */
const AnyEvent = z.union([
  RoomEvent,
  z.pipe(
    z.object({ seq: z.number(), at: z.string() }),
    z.transform(({ seq, at }) => ({ seq, at, type: "hidden" as const })),
  ),
]);
export const EventFrame = z.object({ type: z.literal("event"), event: AnyEvent });
export const EventsFrame = z.object({ type: z.literal("events"), list: z.array(AnyEvent) });

export const Ack = z.object({
  type: z.literal("ack"),
  ref: z.string(),
  seq: z.number(),
  message_id: z.optional(z.string()),
  take_id: z.optional(z.string()),
  ticket_ids: z.optional(z.array(z.string())),
  /** The branch room that the command opened; the other ids are then of that room. Added. */
  conversation_id: z.optional(z.string()),
});
export type Ack = z.infer<typeof Ack>;

export const NackError = z.object({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean(),
  retry_after_ms: z.optional(z.number()),
  field: z.optional(z.string()),
});
export type NackError = z.infer<typeof NackError>;
export const Nack = z.object({ type: z.literal("nack"), ref: z.optional(z.string()), error: NackError });

export const QueueFrame = z.object({
  type: z.literal("queue"),
  tickets: z.array(Ticket),
  held: z.boolean(),
  auto: z.optional(AutoTalk),
});
export type QueueFrame = z.infer<typeof QueueFrame>;

/** Text to append at `at`, the offset in the take's text in UTF-16 code units; `reasoning_at` likewise. */
export const Delta = z.object({
  type: z.literal("delta"),
  ...generationIds,
  at: z.number(),
  text: z.optional(z.string()),
  reasoning: z.optional(z.string()),
  reasoning_at: z.optional(z.number()),
});
export type Delta = z.infer<typeof Delta>;

export const GenerationFrame = z.object({
  type: z.literal("generation"),
  ...generationIds,
  bot_id: z.string(),
  state: z.enum(GENERATION_STATES),
  error: z.optional(ReplyError),
});
export type GenerationFrame = z.infer<typeof GenerationFrame>;

/** Rows the watcher may read, and how many it may not. */
export const ActivationFrame = z.object({
  type: z.literal("activation"),
  message_id: z.string(),
  take_id: z.string(),
  rows: z.array(ActivationLogRow),
  not_yours: z.number(),
});
export type ActivationFrame = z.infer<typeof ActivationFrame>;

export const PresenceFrame = z.object({ type: z.literal("presence"), members: z.array(Presence) });
export const TypingFrame = z.object({ type: z.literal("typing"), user_id: z.string(), on: z.boolean() });

/** To a person's own devices, when it has changed. Added. */
export const UnreadFrame = z.object({ type: z.literal("unread"), ...UnreadCount.shape });
export const DraftFrame = z.object({ type: z.literal("draft"), ...KeptDraft.shape });

/** What fills the prompt: one line a section, tokens. */
export const PromptSection = z.object({ name: z.string(), label: z.string(), tokens: z.number() });
export const BudgetFrame = z.object({
  type: z.literal("budget"),
  message_id: z.string(),
  window: z.number(),
  reserved: z.number(),
  sections: z.array(PromptSection),
});
export const NoticeFrame = z.object({ type: z.literal("notice"), code: z.string(), message: z.string() });
export const Pong = z.object({ type: z.literal("pong") });
/** To be said back in a `ping`: proof that everything before it was read. Added. */
export const Probe = z.object({ type: z.literal("probe"), id: z.string() });

export const ServerMessage = z.discriminatedUnion("type", [
  Welcome,
  EventFrame,
  EventsFrame,
  Ack,
  Nack,
  QueueFrame,
  Delta,
  GenerationFrame,
  ActivationFrame,
  PresenceFrame,
  TypingFrame,
  UnreadFrame,
  DraftFrame,
  BudgetFrame,
  NoticeFrame,
  Pong,
  Probe,
]);
export type ServerMessage = z.infer<typeof ServerMessage>;
