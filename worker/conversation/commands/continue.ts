import type { Continue } from "../../../shared/protocol/client-messages.ts";
import { ownPersona } from "../core/own-persona.ts";
import { accept, type CommandContext, type Decision, type RoomState, refuse } from "../core/state.ts";
import { newTurn } from "../core/turns/new-turn.ts";
import { enqueue } from "../core/turns/turn-queue.ts";

/**
 * Longest text that can still be continued, UTF-16 units. Its row holds it twice, and a row of the object has at most
 * 2 MB: with another reply on top it must always be possible to close the message (reliability §1.1).
 */
const MAX_CONTINUED = 200_000;

/** Extends a stopped, interrupted or finished bot message by a turn of its own. Rules CMD17–CMD19, CMD31. */
export function continueMessage(state: RoomState, command: Continue, ctx: CommandContext): Decision {
  const message = state.message(command.message_id);
  if (!message) return refuse("not_found", "that message is gone", "message_id");
  if (message.bot === null) return refuse("invalid", "only a bot's message can be continued", "message_id");
  if (message.entry.length > MAX_CONTINUED)
    return refuse("too_large", "this message is as long as a message may be", "message_id");
  if (message.streaming) return refuse("conflict", "that reply is still running", "message_id");
  const botId = message.bot;
  if (!state.view.bots.some((b) => b.bot_id === botId))
    return refuse("bot_unavailable", "that bot is no longer in the room", "message_id");
  const waiting = state.queue.turns.find((t) => t.message_id === message.id);
  if (waiting) return accept({ events: [], answer: { message_id: message.id, ticket_ids: [waiting.id] } });
  const turn = newTurn(ctx, {
    bot_id: botId,
    reason: { code: "continuing", by: ctx.actor.userId },
    personaId: ownPersona(state.view.room, ctx.actor.userId),
    trigger: "continue",
    messageId: message.id,
    whisper: message.whisper_to !== null,
  });
  const take = message.current_take_id === null ? {} : { take_id: message.current_take_id };
  return accept({
    events: [],
    queue: enqueue(state.queue, [turn]),
    answer: { message_id: message.id, ...take, ticket_ids: [turn.id] },
  });
}
