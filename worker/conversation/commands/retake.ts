import type { MessageRow } from "../../../shared/fields/message.ts";
import type { Retake } from "../../../shared/protocol/client-messages.ts";
import { fitsRow } from "../core/message-size.ts";
import { ownPersona } from "../core/own-persona.ts";
import { mayEndTurn } from "../core/rights.ts";
import {
  accept,
  type CommandContext,
  type Decision,
  type Effect,
  type Refusal,
  type RoomState,
  refuse,
  type TurnQueue,
} from "../core/state.ts";
import { newTurn } from "../core/turns/new-turn.ts";
import { enqueue, isWaiting, turnWriting } from "../core/turns/turn-queue.ts";

/** Takes one message may have. Chosen: nobody pages through more, and all lie in its one row. */
const MAX_TAKES = 30;

/** Queues one more take of a bot's message; asked again meanwhile, the newer wish counts. Rules TAKE1–TAKE7. */
export function retake(state: RoomState, command: Retake, ctx: CommandContext): Decision {
  const message = state.message(command.message_id);
  if (!message) return refuse("not_found", "that message is gone", "message_id");
  const { bot } = message;
  if (bot === null) return refuse("invalid", "only a bot's message has other takes", "message_id");
  const refusal = checkRetake(state, message, command);
  if (refusal) return refusal;
  const running = turnWriting(state, message.id);
  if (running && !mayEndTurn(ctx.actor, running))
    return refuse("conflict", "another take of this message is being written", "message_id");
  const takeId = ctx.newId();
  const turn = newTurn(ctx, {
    bot_id: bot,
    reason: { code: "picked", by: ctx.actor.userId },
    personaId: ownPersona(state.view.room, ctx.actor.userId),
    trigger: "retake",
    messageId: message.id,
    takeId,
    whisper: message.whisper_to !== null,
    ...(command.hint !== undefined && { hint: command.hint }),
    ...(command.segment_id !== undefined && { segmentId: command.segment_id }),
  });
  const effects: Effect[] = running ? [{ type: "stop-reply", turnId: running.id }] : [];
  const queue = enqueue(withoutRetakes(state.queue, message.id), [turn]);
  if (!queue.turns.some((t) => t.id === turn.id)) return refuse("conflict", "too many turns wait already");
  return accept({
    events: [],
    queue,
    effects,
    answer: { message_id: message.id, take_id: takeId, ticket_ids: [turn.id] },
  });
}

function checkRetake(state: RoomState, message: MessageRow, command: Retake): Refusal | null {
  if (message.streaming) return refuse("conflict", "that reply is still running", "message_id");
  if (!state.view.bots.some((b) => b.bot_id === message.bot))
    return refuse("bot_unavailable", "that bot is no longer in the room", "message_id");
  if (message.takes.length >= MAX_TAKES || !fitsRow(message))
    return refuse("too_large", "this message has as many takes as one may have", "message_id");
  const current = message.takes.find((t) => t.id === message.current_take_id);
  if (command.segment_id !== undefined && !current?.segments.some((s) => s.id === command.segment_id))
    return refuse("not_found", "that part of the message is gone", "segment_id");
  return null;
}

/** The queue without takes of this message that still wait to be written. */
const withoutRetakes = (queue: TurnQueue, messageId: string): TurnQueue => ({
  ...queue,
  turns: queue.turns.filter((t) => !(isWaiting(t) && t.trigger === "retake" && t.message_id === messageId)),
});
