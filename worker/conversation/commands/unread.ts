import type { Unread } from "../../../shared/protocol/client-messages.ts";
import { accept, type CommandContext, type Decision, type RoomState, refuse } from "../core/state.ts";

/** Moves the reader's mark back to before a message; one that stands there already is left alone. Rule READ4. */
export function unread(state: RoomState, command: Unread, ctx: CommandContext): Decision {
  const message = state.message(command.message_id);
  if (!message) return refuse("not_found", "that message is gone", "message_id");
  const { userId } = ctx.actor;
  const threadId = message.message_thread.thread_id ?? null;
  if (state.readMark(userId, threadId) < message.seq) return accept({ events: [] });
  const last = state.before(message, userId);
  return accept({
    events: threadId === null ? [{ type: "read.moved", user_id: userId, message_id: last?.id ?? null }] : [],
    reads: { userId, threadId, seq: message.seq - 1 },
  });
}
