import type { Stop } from "../../../shared/protocol/client-messages.ts";
import { mayEndTurn } from "../core/rights.ts";
import { accept, type CommandContext, type Decision, type Effect, type RoomState, refuse } from "../core/state.ts";
import { hold, runningTurn } from "../core/turns/turn-queue.ts";

/**
 * Stops one reply (the running one, or none where it names another), stops it and holds the queue, or stops everything. With nothing running it is still accepted:
 * the wish is fulfilled. Rules CMD10–CMD13, CMD30.
 */
export function stop(state: RoomState, command: Stop, ctx: CommandContext): Decision {
  // The reply that was meant has ended meanwhile: the next one is not to suffer for it.
  if (command.scope === "reply" && command.generation_id !== undefined && !state.isRunning(command.generation_id))
    return accept({ events: [] });
  const running = runningTurn(state.queue);
  if (running && !mayEndTurn(ctx.actor, running))
    return refuse("forbidden", "only who asked for this reply, who pays for it, or an owner may stop it");
  const effects: Effect[] = running ? [{ type: "stop-reply", turnId: running.id }] : [];
  switch (command.scope) {
    case "reply":
      return accept({ events: [], effects });
    case "hold":
      return accept({ events: [], queue: hold(state.queue, true), effects });
    case "all":
      return accept({ events: [], queue: { turns: running ? [running] : [], held: false }, effects });
    default:
      return command.scope satisfies never;
  }
}
