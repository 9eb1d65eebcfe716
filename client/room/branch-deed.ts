import type { RoomModel } from "./room-model.ts";

/** Asks for a room of the reader's own that goes on from a message; `opened` is told its id once it is there. */
export function branchFrom(room: RoomModel, message_id: string, opened: (room_id: string) => void): void {
  const ref = room.command({ type: "branch", message_id });
  const unlisten = room.listen({
    answered: (ack) => {
      if (ack.ref !== ref) return;
      unlisten();
      if (ack.conversation_id !== undefined) opened(ack.conversation_id);
    },
  });
}
