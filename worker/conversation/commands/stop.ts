import type { Stop } from "../../../shared/protocol/client-messages.ts";
import { mayEndTalk, mayEndTurn } from "../core/rights.ts";
import { endTalk } from "../core/speakers/auto-talk.ts";
import {
  accept,
  type CommandContext,
  type Decision,
  type Effect,
  type RoomState,
  refuse,
  type Turn,
} from "../core/state.ts";
import { hold, runningTurns } from "../core/turns/turn-queue.ts";

/**
 * Stops one reply (the running one, or none where it names another), stops it and holds the queue, or stops everything. With nothing running it is still accepted:
 * the wish is fulfilled. Rules CMD10–CMD13, CMD30.
 */
export function stop(state: RoomState, command: Stop, ctx: CommandContext): Decision {
  const meant = command.scope === "all" ? runningTurns(state.queue) : meantTurn(state, command.generation_id);
  const { auto } = state.queue;
  const isTalkTheirs = command.scope !== "all" || auto === null || mayEndTalk(ctx.actor, auto);
  if (!isTalkTheirs || meant.some((turn) => !mayEndTurn(ctx.actor, turn)))
    return refuse("forbidden", "only who asked for this reply, who pays for it, or an owner may stop it");
  // The last first: no reply is to get the floor on the way.
  const effects = meant.map((turn): Effect => ({ type: "stop-reply", turnId: turn.id })).reverse();
  switch (command.scope) {
    case "reply":
      return accept({ events: [], effects });
    case "hold":
      return accept({ events: [], queue: hold(state.queue, true), effects });
    case "all":
      return accept({
        events: [],
        queue: { ...state.queue, turns: meant, held: false, auto: endTalk(state.queue.auto, "stopped"), pick: null },
        effects,
      });
    default:
      return command.scope satisfies never;
  }
}

/** The reply that is meant, or the one that has the floor. One that has ended meanwhile is none: the next is not to suffer for it. */
function meantTurn({ queue, writing }: RoomState, generationId: string | undefined): Turn[] {
  const running = runningTurns(queue);
  if (generationId === undefined) return running.slice(0, 1);
  const reply = writing().find((w) => w.generation_id === generationId);
  return running.filter((turn) => turn.bot_id === reply?.bot_id);
}
