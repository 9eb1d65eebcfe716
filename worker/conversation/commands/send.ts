import type { Send } from "../../../shared/protocol/client-messages.ts";
import { mentionedBots } from "../../../shared/room/mentions.ts";
import { humanMessage } from "../core/message-rows.ts";
import { decideSpeakers, type Speaker } from "../core/speakers/strategies.ts";
import {
  accept,
  type CommandContext,
  type Decision,
  type Refusal,
  type RoomState,
  refuse,
  type Turn,
} from "../core/state.ts";
import { newTurn } from "../core/turns/new-turn.ts";
import { enqueue } from "../core/turns/turn-queue.ts";

/** Posts a message and queues who answers it. Rules CMD1–CMD7 in ../SPEC.md. */
export function send(state: RoomState, command: Send, ctx: CommandContext): Decision {
  const refusal = checkSend(state, command, ctx);
  if (refusal) return refusal;

  const personaId = command.persona_id === undefined ? state.view.room.persona_id : command.persona_id;
  const message = humanMessage({
    id: ctx.newId(),
    conversation: state.view.room.id,
    user: ctx.actor.userId,
    authorName: personaId !== null && ctx.persona ? ctx.persona.name : ctx.actor.name,
    now: ctx.now,
    text: command.text,
    personaId: ctx.persona ? personaId : null,
    replyToId: command.reply_to_id ?? null,
    aside: command.aside ?? false,
    whisperTo: command.whisper_to ?? null,
  });
  const whisper = command.whisper_to !== undefined;
  const turns = speakersFor(state, command, ctx).map((speaker) =>
    newTurn(ctx, { ...speaker, personaId: message.persona_id, whisper }),
  );
  const queue = enqueue(state.queue, turns);
  const personaMoved = message.persona_id !== state.view.room.persona_id;
  return accept({
    events: [
      { type: "message.created", message, ref: command.ref },
      ...(personaMoved ? [{ type: "room.updated" as const, persona_id: message.persona_id }] : []),
    ],
    queue,
    answer: { message_id: message.id, ticket_ids: ticketsFor(queue.turns, turns) },
  });
}

function checkSend(state: RoomState, command: Send, ctx: CommandContext): Refusal | null {
  if (command.attachments?.length) return refuse("invalid", "attachments are not available yet", "attachments");
  if (command.thread_id !== undefined) return refuse("invalid", "threads are not available yet", "thread_id");
  if (command.persona_id && !ctx.persona) return refuse("not_found", "you have no such persona", "persona_id");
  if (command.reply_to_id !== undefined && !state.message(command.reply_to_id))
    return refuse("not_found", "the message to reply to is gone", "reply_to_id");
  const here = new Set(state.view.bots.map((b) => b.bot_id));
  if (command.whisper_to !== undefined && !here.has(command.whisper_to))
    return refuse("not_found", "that bot is not in the room", "whisper_to");
  if (command.mentions?.some((id) => !here.has(id)))
    return refuse("not_found", "a mentioned bot is not in the room", "mentions");
  return null;
}

function speakersFor(state: RoomState, command: Send, ctx: CommandContext): Speaker[] {
  if (command.aside || command.respond === false) return [];
  if (command.whisper_to !== undefined)
    return [{ bot_id: command.whisper_to, reason: { code: "mentioned", by: ctx.actor.userId } }];
  const { bots, messages, room } = state.view;
  return decideSpeakers({
    bots,
    turnTaking: room.turn_taking,
    mentioned: command.mentions ?? mentionedBots(command.text, bots),
    repliedTo: command.reply_to_id === undefined ? null : (state.message(command.reply_to_id)?.bot ?? null),
    recent: messages,
    askedBy: ctx.actor.userId,
    rng: ctx.rng,
  });
}

/** The tickets that stand for the asked turns: their own, or the one their bot already waited with. */
function ticketsFor(queued: readonly Turn[], asked: readonly Turn[]): string[] {
  return asked.flatMap((turn) => {
    const own =
      queued.find((t) => t.id === turn.id) ?? queued.find((t) => t.bot_id === turn.bot_id && t.state !== "speaking");
    return own ? [own.id] : [];
  });
}
