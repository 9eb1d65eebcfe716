import type { ChooseTake } from "../../../shared/protocol/client-messages.ts";
import { changed } from "../core/message-rows.ts";
import { pathMove } from "../core/path-move.ts";
import { accept, type CommandContext, type Decision, type RoomState, refuse } from "../core/state.ts";
import { pathOf, showTake } from "../core/takes.ts";

/**
 * Makes a take current. Where something was said after the message, the room moves to the path of that take and the
 * one it leaves stays, one choice away. Rules TAKE8–TAKE12.
 */
export function chooseTake(state: RoomState, command: ChooseTake, ctx: CommandContext): Decision {
  const message = state.message(command.message_id);
  if (!message) return refuse("not_found", "that message is gone", "message_id");
  const take = message.takes.find((t) => t.id === command.take_id);
  if (!take) return refuse("not_found", "that take is gone", "take_id");
  const answer = { message_id: message.id, take_id: take.id };
  if (take.id === message.current_take_id) return accept({ events: [], answer });
  if (message.streaming || take.state === "streaming")
    return refuse("conflict", "that reply is still running", "take_id");
  if (take.text === "") return refuse("conflict", "nothing was said in that take", "take_id");
  const current = message.takes.find((t) => t.id === message.current_take_id);
  const move = current ? pathMove(state, message, pathOf(current), pathOf(take)) : null;
  if (move === "branch") return accept({ events: [], branch: { messageId: message.id, takeId: take.id } });
  if (move && "ok" in move) return move;
  const chosen = showTake(changed(message, { modified_timestamp: ctx.now }), take.id);
  return accept({
    events: [
      { type: "take.chosen", message_id: message.id, take_id: take.id },
      { type: "message.updated", message: chosen },
    ],
    ...(move && { path: move }),
    answer,
  });
}
