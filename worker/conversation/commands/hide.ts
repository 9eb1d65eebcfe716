import type { Hide } from "../../../shared/protocol/client-messages.ts";
import { changed } from "../core/message-rows.ts";
import { mayManage } from "../core/rights.ts";
import { accept, type CommandContext, type Decision, type RoomState, refuse } from "../core/state.ts";

/** Strikes a message from prompts and from *L*, or takes that back. Rules CMD37, CMD38. */
export function hide(state: RoomState, command: Hide, ctx: CommandContext): Decision {
  const message = state.message(command.message_id);
  if (!message) return refuse("not_found", "that message is gone", "message_id");
  if (!mayManage(ctx.actor, message)) return refuse("forbidden", "only who said it or an owner may hide a message");
  const hidden = command.hidden ?? true;
  const answer = { message_id: message.id };
  if (message.hidden === hidden) return accept({ events: [], answer });
  return accept({ events: [{ type: "message.updated", message: changed(message, { hidden }) }], answer });
}
