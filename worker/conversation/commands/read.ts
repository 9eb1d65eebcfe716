import type { Read } from "../../../shared/protocol/client-messages.ts";
import { accept, type CommandContext, type Decision, type RoomState, refuse } from "../core/state.ts";

/** Moves the reader's mark, forward only; a mark that stands further is left alone. Rule CMD28. */
export function read(state: RoomState, command: Read, ctx: CommandContext): Decision {
  const message = state.message(command.message_id);
  if (!message) return refuse("not_found", "that message is gone", "message_id");
  const mark = state.view.members.find((m) => m.user_id === ctx.actor.userId)?.read_up_to ?? null;
  const marked = mark === null ? null : state.message(mark);
  if (marked && marked.seq >= message.seq) return accept({ events: [] });
  return accept({ events: [{ type: "read.moved", user_id: ctx.actor.userId, message_id: message.id }] });
}
