import { z } from "zod";
import { MEMBER_ROLES, TURN_STRATEGIES } from "../fields/conversation.ts";
import { MAX_ATTACHMENTS, MAX_BOTS, MAX_MESSAGE_CHARS, MAX_PIN_TURNS, MAX_QUEUED_TURNS } from "./limits.ts";

/** Minted by the client, one per command; a repeat has one effect and gets the same answer. */
export const Ref = z.uuid();
const Id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

const AnyText = z.string().max(MAX_MESSAGE_CHARS);
const EMPTY = "write something first";
const MessageText = AnyText.refine((t) => t.trim() !== "", EMPTY);
/** Whether there is anything to post: words, or something to see. */
export const saysSomething = (text: string, attachments: readonly string[] | undefined): boolean =>
  text.trim() !== "" || (attachments?.length ?? 0) > 0;

/** What a socket wants to hear live beside the room itself. */
export const Watch = z.strictObject({ activation: z.boolean().optional(), prompt: z.boolean().optional() });

/** First frame of a socket, and again after a gap. Answered by `welcome`, or by a close. */
export const Hello = z.strictObject({
  type: z.literal("hello"),
  v: z.int().positive(),
  device_id: z.string().min(1).max(64),
  device_name: z.string().trim().max(60).optional(),
  /** Highest event the client has applied; absent asks for a snapshot. */
  since: z.int().nonnegative().optional(),
  watch: Watch.optional(),
});
export type Hello = z.infer<typeof Hello>;

/** Post as a human; may start bot turns. Answered by one `ack` (message_id, ticket_ids) or `nack`. */
export const Send = z
  .strictObject({
    type: z.literal("send"),
    ref: Ref,
    text: AnyText,
    persona_id: Id.nullable().optional(),
    reply_to_id: Id.optional(),
    thread_id: Id.optional(),
    /** Bots to answer, in order; absent reads the text's `@Name`s. */
    mentions: z.array(Id).max(MAX_BOTS).optional(),
    /** Uploads of the sender. */
    attachments: z.array(Id).max(MAX_ATTACHMENTS).optional(),
    /** People read it, bots do not. */
    aside: z.boolean().optional(),
    whisper_to: Id.optional(),
    /** False posts without waking any bot. */
    respond: z.boolean().optional(),
  })
  .refine(({ text, attachments }) => saysSomething(text, attachments), { path: ["text"], error: EMPTY });
export type Send = z.infer<typeof Send>;

/** Give these bots the floor, in order. */
export const Speak = z.strictObject({ type: z.literal("speak"), ref: Ref, bot_ids: z.array(Id).min(1).max(MAX_BOTS) });
export type Speak = z.infer<typeof Speak>;

/** Stop one reply; stop it and hold the queue; stop everything. The text so far is kept. */
export const Stop = z.strictObject({
  type: z.literal("stop"),
  ref: Ref,
  scope: z.enum(["reply", "hold", "all"]),
  generation_id: Id.optional(),
});
export type Stop = z.infer<typeof Stop>;

/** Rearrange, skip, hold or release the waiting turns; let bots that keep talking go on, or end their talk. */
export const Queue = z.strictObject({
  type: z.literal("queue"),
  ref: Ref,
  order: z.array(Id).max(MAX_QUEUED_TURNS).optional(),
  drop: Id.optional(),
  hold: z.boolean().optional(),
  auto: z.boolean().optional(),
  /** A reply that is ready behind the one being read is shown at once. */
  show: Id.optional(),
});
export type Queue = z.infer<typeof Queue>;

/** Extend a stopped, interrupted or finished bot message. */
export const Continue = z.strictObject({ type: z.literal("continue"), ref: Ref, message_id: Id });
export type Continue = z.infer<typeof Continue>;

/** One more alternative of a bot message, from only what came before it; with `segment_id`, of that stretch alone. */
export const Retake = z.strictObject({
  type: z.literal("retake"),
  ref: Ref,
  message_id: Id,
  /** A wish for this take. */
  hint: z.string().trim().min(1).max(500).optional(),
  segment_id: Id.optional(),
});
export type Retake = z.infer<typeof Retake>;

/** Make an alternative the current one. */
export const ChooseTake = z.strictObject({ type: z.literal("choose_take"), ref: Ref, message_id: Id, take_id: Id });
export type ChooseTake = z.infer<typeof ChooseTake>;

/** Remove an alternative, never the last; with `segment_id`, that stretch of it alone. */
export const DeleteTake = z.strictObject({
  type: z.literal("delete_take"),
  ref: Ref,
  message_id: Id,
  take_id: Id,
  segment_id: Id.optional(),
});
export type DeleteTake = z.infer<typeof DeleteTake>;

/** Change a message's text or who said it; `rev` guards against changing what someone else has changed meanwhile. */
export const Edit = z.strictObject({
  type: z.literal("edit"),
  ref: Ref,
  message_id: Id,
  text: MessageText.optional(),
  persona_id: Id.nullable().optional(),
  /** True asks the bots again. */
  respond: z.boolean().optional(),
  rev: z.int().positive().optional(),
});
export type Edit = z.infer<typeof Edit>;

/** Remove a message for everyone. */
export const Delete = z.strictObject({ type: z.literal("delete"), ref: Ref, message_id: Id });
export type Delete = z.infer<typeof Delete>;

/** Strike a message from prompts and keep it for people; `hidden: false` takes that back. */
export const Hide = z.strictObject({
  type: z.literal("hide"),
  ref: Ref,
  message_id: Id,
  hidden: z.boolean().optional(),
});
export type Hide = z.infer<typeof Hide>;

/** Remove all messages, keep the room. */
export const Clear = z.strictObject({ type: z.literal("clear"), ref: Ref });
export type Clear = z.infer<typeof Clear>;

/** Add or take back the sender's reaction. */
export const React = z.strictObject({
  type: z.literal("react"),
  ref: Ref,
  message_id: Id,
  emoji: z.string().regex(/^\S{1,32}$/u),
  on: z.boolean(),
});
export type React = z.infer<typeof React>;

/** Pin for all, or take the pin out. */
export const Pin = z.strictObject({ type: z.literal("pin"), ref: Ref, message_id: Id, on: z.boolean() });
export type Pin = z.infer<typeof Pin>;

/** Open a room of one's own with the path up to and including a message. The room asked stays as it is. */
export const Branch = z.strictObject({ type: z.literal("branch"), ref: Ref, message_id: Id });
export type Branch = z.infer<typeof Branch>;

/** Who takes part among the bots. */
export const Bots = z.strictObject({
  type: z.literal("bots"),
  ref: Ref,
  add: z.array(Id).min(1).max(MAX_BOTS).optional(),
  remove: z.array(Id).min(1).max(MAX_BOTS).optional(),
  update: z
    .strictObject({
      bot_id: Id,
      is_active: z.boolean().optional(),
      role: z.enum(["primary", "secondary", "moderator"]).optional(),
      talkativeness: z.number().min(0).max(1).optional(),
      /** It is told what it missed. */
      caught_up: z.literal(true).optional(),
      api_key_id: Id.nullable().optional(),
      provider: z.string().max(40).nullable().optional(),
      model: z.string().max(200).nullable().optional(),
    })
    .optional(),
});
export type Bots = z.infer<typeof Bots>;

/** People of the room: change their part, or let them go. Everyone may let themselves go. */
export const Members = z.strictObject({
  type: z.literal("members"),
  ref: Ref,
  remove: z.array(Id).min(1).max(100).optional(),
  update: z.strictObject({ user_id: Id, role: z.enum(MEMBER_ROLES) }).optional(),
});
export type Members = z.infer<typeof Members>;

/** Wakes an entry by hand for so many bot turns; 0 takes that back. */
export const PinLore = z.strictObject({
  type: z.literal("pin_lore"),
  ref: Ref,
  entry_id: Id,
  turns: z.int().min(0).max(MAX_PIN_TURNS),
});
export type PinLore = z.infer<typeof PinLore>;

/** Room settings. Fields given replace theirs. */
export const SetRoom = z.strictObject({
  type: z.literal("set"),
  ref: Ref,
  title: z.string().trim().max(200).nullable().optional(),
  status: z.enum(["active", "archived", "muted", "pinned"]).optional(),
  settings: z
    .strictObject({
      allow_file_sharing: z.boolean(),
      message_retention_days: z.int().min(1).max(3_650),
      auto_save_conversations: z.boolean(),
      api_key_id: Id.nullable(),
      model: z.string().max(200).nullable(),
      provider: z.string().max(40).nullable(),
      lore_budget_percent: z.number().min(0).max(100),
      lore_budget_cap: z.int().min(0).max(1_000_000).nullable(),
      others_key_turns: z.int().min(0).max(1_000).nullable(),
    })
    .partial()
    .optional(),
  turn_taking: z
    .strictObject({
      strategy: z.enum(TURN_STRATEGIES),
      max_replies: z.int().min(0).max(MAX_BOTS),
      auto_max_turns: z.int().min(1).max(50),
      auto_token_cap: z.int().min(1).max(10_000_000).nullable(),
      wait_for_people_s: z.int().min(0).max(600),
      parallel: z.boolean(),
      hold_on_failure: z.boolean(),
    })
    .partial()
    .optional(),
  persona_id: Id.nullable().optional(),
});
export type SetRoom = z.infer<typeof SetRoom>;

/** Read up to here. No `ref`, no answer. */
export const Read = z.strictObject({ type: z.literal("read"), message_id: Id });
export type Read = z.infer<typeof Read>;

/** Not read from here on: the one way a mark moves back. No `ref`, no answer. */
export const Unread = z.strictObject({ type: z.literal("unread"), message_id: Id });
export type Unread = z.infer<typeof Unread>;

/**
 * What is being written, for the sender's other devices. `rev` is that of the draft it goes on from, 0 for none; a
 * stale one changes nothing. No `ref`; answered by `draft` as the room has it.
 */
export const Draft = z.strictObject({
  type: z.literal("draft"),
  text: z.string().max(MAX_MESSAGE_CHARS),
  rev: z.int().nonnegative(),
});
export type Draft = z.infer<typeof Draft>;

/** Shown to others for six seconds. No `ref`, no answer. */
export const Typing = z.strictObject({ type: z.literal("typing"), on: z.boolean() });
export type Typing = z.infer<typeof Typing>;

/** Start or stop the live trace on this socket. No `ref`, no answer. */
export const WatchChange = z.strictObject({ type: z.literal("watch"), ...Watch.shape });
export type WatchChange = z.infer<typeof WatchChange>;

/** Renew the proof of identity. No `ref`; a bad proof closes 4401. */
export const Auth = z.strictObject({
  type: z.literal("auth"),
  token: z.string().max(8_192).optional(),
  ticket: z.string().max(2_048).optional(),
});
export type Auth = z.infer<typeof Auth>;

/** Answered `pong` by the platform without waking the room; with `probe`, the id of a room's `probe`, by the room. */
export const Ping = z.strictObject({ type: z.literal("ping"), probe: Id.optional() });

export const ClientMessage = z.discriminatedUnion("type", [
  Hello,
  Send,
  Speak,
  Stop,
  Queue,
  Continue,
  Retake,
  ChooseTake,
  DeleteTake,
  Edit,
  Delete,
  Hide,
  Clear,
  React,
  Pin,
  Branch,
  Bots,
  Members,
  PinLore,
  SetRoom,
  Read,
  Unread,
  Draft,
  Typing,
  WatchChange,
  Auth,
  Ping,
]);
export type ClientMessage = z.infer<typeof ClientMessage>;
/** Those that change the room and are answered by `ack` or `nack`. */
export type Command = Extract<ClientMessage, { ref: string }>;
