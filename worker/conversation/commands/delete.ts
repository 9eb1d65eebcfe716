import type { Delete } from "../../../shared/protocol/client-messages.ts";
import { isBeingWritten } from "../core/message-rows.ts";
import { mayManage } from "../core/rights.ts";
import { accept, type CommandContext, type Decision, type RoomState, refuse } from "../core/state.ts";
import { isWaiting, turnWriting } from "../core/turns/turn-queue.ts";

/** Removes a message with all it brought about: its lore, its tokens, and turns that would extend it. Rules CMD35, CMD36. */
export function deleteMessage(state: RoomState, command: Delete, ctx: CommandContext): Decision {
  const message = state.message(command.message_id);
  if (!message) return refuse("not_found", "that message is gone", "message_id");
  if (!mayManage(ctx.actor, message)) return refuse("forbidden", "only who said it or an owner may delete a message");
  const running = isBeingWritten(message) ? turnWriting(state, message.id) : null;
  const turns = state.queue.turns.filter((t) => t.message_id !== message.id || !isWaiting(t));
  return accept({
    events: [{ type: "message.deleted", message_id: message.id }],
    ...(turns.length !== state.queue.turns.length && { queue: { ...state.queue, turns } }),
    effects: running ? [{ type: "stop-reply", turnId: running.id }] : [],
    answer: { message_id: message.id },
  });
}
