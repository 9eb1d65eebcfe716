import type { RoomInfo } from "../../../shared/fields/conversation.ts";

/** Whom someone speaks as who names no persona: the room's is its owner's, everyone else is themselves. */
export const ownPersona = (room: Pick<RoomInfo, "user" | "persona_id">, userId: string): string | null =>
  room.user === userId ? room.persona_id : null;
