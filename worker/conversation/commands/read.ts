import type { Read } from "../../../shared/protocol/client-messages.ts";
import { accept, type CommandContext, type Decision, type RoomState, refuse } from "../core/state.ts";

/** Moves the reader's mark, forward only, in the room or in the message's thread. Rules CMD28, READ1–READ3. */
export function read(state: RoomState, command: Read, ctx: CommandContext): Decision {
  const message = state.message(command.message_id);
  if (!message) return refuse("not_found", "that message is gone", "message_id");
  const { userId } = ctx.actor;
  const threadId = message.message_thread.thread_id ?? null;
  if (state.readMark(userId, threadId) >= message.seq) return accept({ events: [] });
  return accept({
    // What one reads aside the others need not know.
    events: threadId === null ? [{ type: "read.moved", user_id: userId, message_id: message.id }] : [],
    reads: { userId, threadId, seq: message.seq },
  });
}
