import type { Presence } from "../../shared/protocol/server-messages.ts";
import type { RoomModel } from "./room-model.ts";

export const STATE_WORDS = { here: "here", elsewhere: "elsewhere in BotCafe", away: "away" } as const;

/** Where a member of the room is; away where the room has not said. */
export const stateOf = ({ presence }: RoomModel, userId: string): Presence["state"] =>
  presence.value.find(({ user_id }) => user_id === userId)?.state ?? "away";
