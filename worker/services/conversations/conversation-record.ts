import type { ConversationSnapshot } from "../../conversation/rpc.ts";

/** A room's snapshot in the columns of `conversations` that the room writes. */
export function conversationRecord(
  { room, bots, members }: ConversationSnapshot,
  { rev, seq }: { rev: number; seq: number },
) {
  const { settings: conversation_settings, last_activity, total_messages, persona_id } = room;
  return {
    id: room.id,
    title: room.title,
    user: room.user,
    conversation_type: room.conversation_type,
    status: room.status,
    persona_id,
    total_tokens: room.total_tokens,
    bot_participation: bots.map(({ bot_id, joined_at, role, is_active }) => ({ bot_id, joined_at, role, is_active })),
    participants: {
      personas: persona_id === null ? [] : [persona_id],
      bots: bots.map((bot) => bot.bot_id),
      ...(persona_id === null ? {} : { primary_persona: persona_id }),
    },
    conversation_metadata: {
      total_messages,
      participant_count: bots.length + members.length,
      last_activity,
      conversation_summary: "",
      tags: [],
    },
    conversation_settings,
    turn_taking: room.turn_taking,
    created_timestamp: room.created_timestamp,
    modified_timestamp: last_activity,
    rev,
    seq,
  };
}
