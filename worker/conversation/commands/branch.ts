import type { Branch } from "../../../shared/protocol/client-messages.ts";
import { accept, type Decision, type RoomState, refuse } from "../core/state.ts";

/** Opens a room of the sender's own from the path up to a message. Rules BRANCH1–BRANCH6. */
export function branch(state: RoomState, command: Branch): Decision {
  const message = state.message(command.message_id);
  if (!message) return refuse("not_found", "that message is gone", "message_id");
  if (message.streaming) return refuse("conflict", "that reply is still running", "message_id");
  if (message.message_thread.thread_id !== undefined)
    return refuse("invalid", "branch from the message that starts the thread", "message_id");
  return accept({ events: [], branch: { messageId: message.id } });
}
