import { z } from "zod";
import { SetRoom } from "../protocol/client-messages.ts";
import { MAX_BOTS } from "../protocol/limits.ts";
import { Id, Participants } from "./common.ts";
import {
  BOT_ROLES,
  CONVERSATION_STATUSES,
  CONVERSATION_TYPES,
  ConversationSettings,
  MEMBER_ROLES,
  TurnTaking,
} from "./conversation.ts";

const Title = z.string().trim().min(1).max(120);

/** Body of `POST /api/conversations`. The first bot is primary; without `persona_id` the default persona is worn. */
export const ConversationInput = z.strictObject({
  bot_ids: z
    .array(Id)
    .min(1)
    .max(MAX_BOTS)
    .refine((ids) => new Set(ids).size === ids.length, "names a bot twice"),
  title: Title.nullable().default(null),
  persona_id: Id.nullable().optional(),
});
export type ConversationInput = z.infer<typeof ConversationInput>;

/** Body of PATCH. The room changes what is its own, and all devices see it at once. */
export const ConversationPatch = z
  .strictObject({
    title: Title.nullable(),
    status: z.enum(CONVERSATION_STATUSES),
    conversation_settings: SetRoom.shape.settings.unwrap(),
    turn_taking: SetRoom.shape.turn_taking.unwrap(),
    /** Persona of the owner's next message. */
    persona_id: Id.nullable(),
    /** Tomes that every bot of this conversation reads. Added. */
    knowledge_collections: z.array(Id).max(50),
  })
  .partial();
export type ConversationPatch = z.infer<typeof ConversationPatch>;

/** A conversation as lists and `GET` carry it: schema.md Conversation, as D1 has it. */
export const ConversationRow = z.object({
  id: z.string(),
  title: z.string().nullable(),
  user: z.string(),
  created_timestamp: z.string(),
  modified_timestamp: z.string(),
  conversation_type: z.enum(CONVERSATION_TYPES),
  bot_participation: z.array(
    z.object({ bot_id: z.string(), joined_at: z.string(), role: z.enum(BOT_ROLES), is_active: z.boolean() }),
  ),
  participants: Participants,
  total_tokens: z.number(),
  last_summarized_at: z.string().nullable(),
  last_summarized_message_index: z.number().nullable(),
  requires_summarization: z.boolean(),
  memory_tome: z.string().nullable(),
  conversation_metadata: z.object({
    total_messages: z.number(),
    participant_count: z.number(),
    last_activity: z.string(),
    conversation_summary: z.string(),
    tags: z.array(z.object({ tag: z.string() })),
  }),
  /** The caller's own: every member has theirs. */
  status: z.enum(CONVERSATION_STATUSES),
  conversation_settings: ConversationSettings,
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Added: how the room decides who speaks. */
  turn_taking: TurnTaking,
  /** Added: persona of the owner's next message; only they see it. */
  persona_id: z.string().nullable(),
  /** Added: tomes linked to the conversation itself; only its owner sees them. */
  knowledge_collections: z.array(z.string()).optional(),
  /** Added: faces for lists. Bots that are gone, or that the owner may no longer chat with, are missing. */
  bots: z.array(z.object({ bot_id: z.string(), name: z.string(), picture: z.string().nullable() })),
  /** Added: the newest line the caller may see. */
  last_message: z
    .object({
      id: z.string(),
      author_name: z.string(),
      bot: z.string().nullable(),
      entry: z.string(),
      /** A reply that failed, of which there may be no words. */
      failed: z.boolean(),
    })
    .nullable(),
  /** Added: messages of others since the caller last read. */
  unread: z.number(),
  /** Added: the caller's part. */
  role: z.enum(MEMBER_ROLES),
});
export type ConversationRow = z.infer<typeof ConversationRow>;
