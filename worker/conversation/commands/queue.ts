import type { Queue } from "../../../shared/protocol/client-messages.ts";
import { mayEndTurn } from "../core/rights.ts";
import { accept, type CommandContext, type Decision, type RoomState, refuse } from "../core/state.ts";
import { hold, isWaiting, reorder, withoutTurn } from "../core/turns/turn-queue.ts";

/** Rearranges, skips, holds or releases the waiting turns. Rules CMD14–CMD16. */
export function changeQueue(state: RoomState, command: Queue, ctx: CommandContext): Decision {
  let queue = state.queue;
  if (command.drop !== undefined) {
    const dropped = queue.turns.find((t) => t.id === command.drop && isWaiting(t));
    if (!dropped) return refuse("not_found", "that turn is no longer waiting", "drop");
    if (!mayEndTurn(ctx.actor, dropped))
      return refuse("forbidden", "only who asked for this turn or an owner may skip it", "drop");
    queue = withoutTurn(queue, dropped.id);
  }
  if (command.order !== undefined) queue = reorder(queue, command.order);
  if (command.hold !== undefined) queue = hold(queue, command.hold);
  return accept({ events: [], queue });
}
