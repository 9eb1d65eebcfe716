import type { Queue } from "../../../shared/protocol/client-messages.ts";
import { ownPersona } from "../core/own-persona.ts";
import { mayEndTalk, mayEndTurn } from "../core/rights.ts";
import { endTalk, startTalk } from "../core/speakers/auto-talk.ts";
import {
  accept,
  type CommandContext,
  type Decision,
  type Refusal,
  type RoomState,
  refuse,
  type TurnQueue,
} from "../core/state.ts";
import { hold, isWaiting, reorder, withoutTurn } from "../core/turns/turn-queue.ts";

/** Rearranges, skips, holds or releases the waiting turns; lets bots talk on; shows a ready reply early. Rules CMD14–CMD16, TURN18, TURN26. */
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
  if (command.auto !== undefined) {
    const changed = letTalk(state, queue, command.auto, ctx);
    if ("ok" in changed) return changed;
    queue = changed;
  }
  if (command.show === undefined) return accept({ events: [], queue });
  const shown = queue.turns.find((t) => t.id === command.show && t.state === "done");
  if (!shown) return refuse("not_found", "that reply is not waiting to be shown", "show");
  return accept({ events: [], queue, effects: [{ type: "show-reply", turnId: shown.id }] });
}

/** Sets a talk going for as many turns as the room allows, or ends it. */
function letTalk(state: RoomState, queue: TurnQueue, on: boolean, ctx: CommandContext): TurnQueue | Refusal {
  const { room } = state.view;
  const rules = room.turn_taking;
  if (!on) {
    if (queue.auto && !mayEndTalk(ctx.actor, queue.auto))
      return refuse("forbidden", "only who set them talking, who pays, or an owner may end it", "auto");
    return { ...queue, auto: endTalk(queue.auto, "stopped") };
  }
  if (rules.strategy !== "auto") return refuse("conflict", "bots do not keep talking in this room", "auto");
  const by = ctx.actor.userId;
  return { ...queue, auto: startTalk({ by, personaId: ownPersona(room, by), nowMs: ctx.nowMs, rules }) };
}
