import * as z from "zod/mini";

export const MESSAGE_TYPES = ["text", "image", "file", "system", "voice", "code"] as const;
export const DELIVERY_STATUSES = ["sent", "delivered", "read", "failed"] as const;
export const PRIORITY_LEVELS = ["low", "normal", "high", "urgent"] as const;
export const SENSITIVITY_LEVELS = ["public", "private", "confidential"] as const;
export const TAKE_STATES = ["streaming", "done", "stopped", "interrupted", "failed"] as const;

/** Why a reply failed or was cut, as rooms.md §7 says: a code, words for a person, whether trying again may help. */
export const ReplyError = z.object({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean(),
  retry_after_ms: z.optional(z.number()),
  /** The provider's own words, secrets removed. */
  details: z.optional(z.string()),
});
export type ReplyError = z.infer<typeof ReplyError>;

/** schema.md Message, token tracking. */
export const TokenTracking = z.object({
  input_tokens: z.number(),
  output_tokens: z.number(),
  total_tokens: z.number(),
  cost_estimate: z.number(),
});

/** What lore did for one turn, without text or titles: everyone in the room may know the numbers. */
export const ActivationCounts = z.object({
  included: z.number(),
  cut: z.number(),
  held_back: z.number(),
  by_method: z.record(z.string(), z.number()),
});
export type ActivationCounts = z.infer<typeof ActivationCounts>;

/** A stretch of a take written by one generation; `at` and `length` in UTF-16 code units of the take's text. */
export const Segment = z.object({
  id: z.string(),
  at: z.number(),
  length: z.number(),
  /** What writing it took; a segment that is removed takes it along. Added. */
  input_tokens: z.optional(z.number()),
  output_tokens: z.optional(z.number()),
});
export type Segment = z.infer<typeof Segment>;

/** One alternative of a bot message. `text` is empty while it streams; the running text is in `generations[]`. */
export const Take = z.object({
  id: z.string(),
  text: z.string(),
  model: z.string(),
  state: z.enum(TAKE_STATES),
  hint: z.optional(z.string()),
  created_at: z.string(),
  segments: z.array(Segment),
  reasoning: z.optional(z.string()),
  /** What the row says of its current take, kept here while another one is current. Added, as all that follows. */
  tokens: z.optional(TokenTracking),
  byo_key: z.optional(z.boolean()),
  activation: z.optional(ActivationCounts),
  stopped_by: z.optional(z.string()),
  failed: z.optional(ReplyError),
  took_ms: z.optional(z.number()),
  sha256: z.optional(z.string()),
  /** While a stretch is said anew: what stands after it, places counted without it. */
  rest: z.optional(z.object({ text: z.string(), segments: z.array(Segment) })),
  /** Written by a person, from a take whose path it stands on. */
  edited: z.optional(z.object({ by: z.string(), of: z.string() })),
});
export type Take = z.infer<typeof Take>;

/** What is needed to show an upload without fetching it, as it was when the message was sent. */
export const Attachment = z.object({
  id: z.string(),
  mimeType: z.string(),
  filename: z.string(),
  /** Bytes. */
  filesize: z.number(),
  /** Pixels. */
  width: z.number(),
  height: z.number(),
  /** What it shows, in words; "" where nobody said. */
  alt: z.string(),
});
export type Attachment = z.infer<typeof Attachment>;

/**
 * A message as it travels on the wire and lies in the room: schema.md Message, its groups and names, plus what a
 * live room needs. D1 holds the same groups as JSON columns.
 */
export const MessageRow = z.object({
  id: z.string(),
  /** Sequence number of the event that created it; the order of the transcript. Added. */
  seq: z.number(),
  conversation: z.string(),
  user: z.string(),
  /** Name of who speaks as it was then; survives renames and deleted bots. Added. */
  author_name: z.string(),
  message_type: z.enum(MESSAGE_TYPES),
  bot: z.nullable(z.string()),
  entry: z.string(),
  created_timestamp: z.string(),
  modified_timestamp: z.string(),
  message_attribution: z.object({
    source_bot_id: z.nullable(z.string()),
    is_ai_generated: z.boolean(),
    model_used: z.nullable(z.string()),
    confidence_score: z.nullable(z.number()),
  }),
  message_content: z.object({
    media_attachments: z.array(z.string()),
    code_snippets: z.array(z.object({ language: z.string(), code: z.string(), filename: z.optional(z.string()) })),
    reactions: z.record(z.string(), z.array(z.string())),
    /** Of those in `media_attachments`, in their order; absent without any. Added. */
    attachments: z.optional(z.array(Attachment)),
  }),
  message_thread: z.object({
    reply_to_id: z.nullable(z.string()),
    thread_depth: z.number(),
    is_thread_parent: z.boolean(),
    /** The message that starts the thread it is said in. Added, as all that follows; absent in the room itself. */
    thread_id: z.optional(z.string()),
    /** Of the message that starts a thread: how many messages it holds, and who said the last one when. */
    replies: z.optional(z.number()),
    last_reply: z.optional(z.object({ author_name: z.string(), at: z.string() })),
  }),
  token_tracking: TokenTracking,
  byo_key: z.boolean(),
  message_status: z.object({
    delivery_status: z.enum(DELIVERY_STATUSES),
    edit_history: z.array(
      z.object({ previous_content: z.string(), edited_at: z.string(), edit_reason: z.nullable(z.string()) }),
    ),
    is_edited: z.boolean(),
    edited_at: z.nullable(z.string()),
  }),
  metadata: z.object({
    processing_time_ms: z.nullable(z.number()),
    priority_level: z.enum(PRIORITY_LEVELS),
    sensitivity_level: z.enum(SENSITIVITY_LEVELS),
  }),
  takes: z.array(Take),
  current_take_id: z.nullable(z.string()),
  persona_id: z.nullable(z.string()),
  reasoning_content: z.nullable(z.string()),
  interrupted: z.boolean(),
  stopped_by: z.nullable(z.string()),
  failed: z.nullable(ReplyError),
  hidden: z.boolean(),
  aside: z.boolean(),
  whisper_to: z.nullable(z.string()),
  pinned: z.boolean(),
  streaming: z.boolean(),
  /** What lore did for the current take; null before it was evaluated and on human messages. Added. */
  activation: z.nullable(ActivationCounts),
  /** Counts up with every change of the row; the guard of replayed writes. */
  rev: z.number(),
  /** Of a closed bot message: UTF-16 length and SHA-256 (hex) of the text's UTF-8. */
  length: z.optional(z.number()),
  sha256: z.optional(z.string()),
});
export type MessageRow = z.infer<typeof MessageRow>;
