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
  const thread = state.thread(message.id);
  if (ctx.actor.role !== "owner" && thread.some((row) => row.bot === null && !mayManage(ctx.actor, row)))
    return refuse("forbidden", "others have spoken in its thread: an owner may delete it");
  const gone = [...thread, message];
  const isGone = (id: string | null) => gone.some((row) => row.id === id);
  const running = gone.filter(isBeingWritten).flatMap((row) => turnWriting(state, row.id) ?? []);
  const turns = state.queue.turns.filter((t) => !isWaiting(t) || !(isGone(t.message_id) || isGone(t.thread_id)));
  return accept({
    events: gone.map(({ id }) => ({ type: "message.deleted", message_id: id })),
    ...(turns.length !== state.queue.turns.length && { queue: { ...state.queue, turns } }),
    effects: running.map(({ id }) => ({ type: "stop-reply", turnId: id })),
    answer: { message_id: message.id },
  });
}
