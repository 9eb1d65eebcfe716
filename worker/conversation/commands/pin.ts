import type { Pin } from "../../../shared/protocol/client-messages.ts";
import { changed } from "../core/message-rows.ts";
import { mayManage } from "../core/rights.ts";
import { accept, type CommandContext, type Decision, type RoomState, refuse } from "../core/state.ts";

/** Pins a message for all, or takes the pin out. Rule CMD41. */
export function pin(state: RoomState, command: Pin, ctx: CommandContext): Decision {
  const message = state.message(command.message_id);
  if (!message) return refuse("not_found", "that message is gone", "message_id");
  if (!mayManage(ctx.actor, message)) return refuse("forbidden", "only who said it or an owner may pin a message");
  const answer = { message_id: message.id };
  if (message.pinned === command.on) return accept({ events: [], answer });
  return accept({ events: [{ type: "message.updated", message: changed(message, { pinned: command.on }) }], answer });
}
