import type { CommandBody } from "../state/pending-store.ts";
import type { RoomModel } from "./room-model.ts";

/**
 * Says a command that may open a room of the reader's own; `opened` is told its id once it is there, and nothing where
 * the command did its work in this room.
 * @returns The `ref` of the command.
 */
export function branchFrom(room: RoomModel, body: CommandBody, opened: (room_id: string) => void): string {
  const ref = room.command(body);
  const unlisten = room.listen({
    answered: (ack) => {
      if (ack.ref !== ref) return;
      unlisten();
      if (ack.conversation_id !== undefined) opened(ack.conversation_id);
    },
  });
  return ref;
}
