import type { Speak } from "../../../shared/protocol/client-messages.ts";
import { ownPersona } from "../core/own-persona.ts";
import { accept, type CommandContext, type Decision, type RoomState, refuse } from "../core/state.ts";
import { newTurn } from "../core/turns/new-turn.ts";
import { enqueue } from "../core/turns/turn-queue.ts";

/** Gives the named bots the floor, in order. Rules CMD8, CMD9. */
export function speak(state: RoomState, command: Speak, ctx: CommandContext): Decision {
  const here = new Set(state.view.bots.map((b) => b.bot_id));
  if (command.bot_ids.some((id) => !here.has(id))) return refuse("not_found", "that bot is not in the room", "bot_ids");
  const beforeSeq = state.view.room.turn_taking.parallel ? state.view.seq + 1 : null;
  const turns = command.bot_ids.map((bot_id) =>
    newTurn(ctx, {
      bot_id,
      reason: { code: "picked", by: ctx.actor.userId },
      personaId: ownPersona(state.view.room, ctx.actor.userId),
      beforeSeq,
    }),
  );
  const queue = enqueue(state.queue, turns);
  const ids = queue.turns.filter((t) => command.bot_ids.includes(t.bot_id)).map((t) => t.id);
  return accept({ events: [], queue, answer: { ticket_ids: ids } });
}
