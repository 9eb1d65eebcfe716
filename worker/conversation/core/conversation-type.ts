import type { RoomInfo } from "../../../shared/fields/conversation.ts";

/** single-bot (one bot), multi-bot (several), group-chat (two or more people) — rooms.md §5. */
export function conversationType(bots: number, people: number): RoomInfo["conversation_type"] {
  if (people > 1) return "group-chat";
  return bots > 1 ? "multi-bot" : "single-bot";
}
