import * as z from "zod/mini";
import { BOT_ROLES, CONVERSATION_TYPES, MEMBER_ROLES, TurnTaking } from "./conversation.ts";
import { MessageRow } from "./message.ts";

/** Counts up with every change of `RoomFile` that a reader of the one before would not understand. */
export const ROOM_FILE_VERSION = 1;

/** A room as a JSON file of our own: what its reader sees, nothing of it an address or a secret. */
export const RoomFile = z.object({
  format: z.literal("botcafe-room"),
  version: z.literal(ROOM_FILE_VERSION),
  exported_at: z.string(),
  room: z.object({
    id: z.string(),
    title: z.string(),
    conversation_type: z.enum(CONVERSATION_TYPES),
    turn_taking: TurnTaking,
    created_timestamp: z.string(),
  }),
  people: z.array(z.object({ user_id: z.string(), name: z.string(), role: z.enum(MEMBER_ROLES) })),
  bots: z.array(z.object({ bot_id: z.string(), name: z.string(), role: z.enum(BOT_ROLES), is_active: z.boolean() })),
  /** Oldest first, as every call answers them. */
  messages: z.array(MessageRow),
});
export type RoomFile = z.infer<typeof RoomFile>;
