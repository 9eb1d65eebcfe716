import type { Attachment } from "../../../shared/fields/message.ts";
import type { Send } from "../../../shared/protocol/client-messages.ts";
import { humanMessage } from "../core/message-rows.ts";
import { ownPersona } from "../core/own-persona.ts";
import { accept, type CommandContext, type Decision, type Refusal, type RoomState, refuse } from "../core/state.ts";
import { askBots } from "../core/turns/ask-bots.ts";

/** Posts a message and queues who answers it. Rules CMD1–CMD7 in ../SPEC.md. */
export function send(state: RoomState, command: Send, ctx: CommandContext): Decision {
  const refusal = checkSend(state, command, ctx);
  if (refusal) return refusal;

  const isOwner = ctx.actor.userId === state.view.room.user;
  // The room's persona is the owner's: another's choice is for one message.
  const { persona_id: personaId = ownPersona(state.view.room, ctx.actor.userId) } = command;
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
    threadId: command.thread_id ?? null,
    attachments: shownBy(command, ctx),
  });
  const { queue, ticketIds } =
    command.respond === false
      ? { queue: state.queue, ticketIds: [] }
      : askBots(state, message, ctx, { mentions: command.mentions, recent: state.view.messages });
  const personaMoved = isOwner && message.persona_id !== state.view.room.persona_id;
  return accept({
    events: [
      { type: "message.created", message, ref: command.ref },
      ...(personaMoved ? [{ type: "room.updated" as const, persona_id: message.persona_id }] : []),
    ],
    queue,
    answer: { message_id: message.id, ticket_ids: ticketIds },
  });
}

function checkSend(state: RoomState, command: Send, ctx: CommandContext): Refusal | null {
  const refusal = checkThread(state, command) ?? checkAttachments(state, command, ctx);
  if (refusal) return refusal;
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

/** The pictures it names, each once, in its order. */
function shownBy({ attachments = [] }: Send, { uploads }: CommandContext): Attachment[] {
  return [...new Set(attachments)].flatMap((id) => uploads.find((upload) => upload.id === id) ?? []);
}

/** Of what is another's nobody learns that it exists: it is missing, as what is gone. */
function checkAttachments(state: RoomState, command: Send, ctx: CommandContext): Refusal | null {
  const { attachments = [] } = command;
  if (attachments.length === 0) return null;
  if (!state.view.room.settings.allow_file_sharing)
    return refuse("attachment_rejected", "this room takes no pictures", "attachments");
  if (shownBy(command, ctx).length < new Set(attachments).size)
    return refuse("not_found", "a picture is not among your uploads", "attachments");
  return null;
}

/** A thread is everybody's, and starts in the room. */
function checkThread(state: RoomState, { thread_id, whisper_to }: Send): Refusal | null {
  if (thread_id === undefined) return null;
  const start = state.message(thread_id);
  if (!start) return refuse("not_found", "the message that starts the thread is gone", "thread_id");
  if (start.message_thread.thread_id !== undefined)
    return refuse("invalid", "name the message that starts the thread", "thread_id");
  if (start.streaming) return refuse("conflict", "that message is still being written", "thread_id");
  if (start.whisper_to !== null || whisper_to !== undefined)
    return refuse("invalid", "a thread is for everyone: whisper in the room", "whisper_to");
  return null;
}
