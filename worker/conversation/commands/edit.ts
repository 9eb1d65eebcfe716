import type { MessageRow } from "../../../shared/fields/message.ts";
import type { Edit } from "../../../shared/protocol/client-messages.ts";
import { changed, isBeingWritten } from "../core/message-rows.ts";
import { fitsRow } from "../core/message-size.ts";
import { pathMove } from "../core/path-move.ts";
import { mayReword } from "../core/rights.ts";
import {
  accept,
  type CommandContext,
  type Decision,
  type PathChange,
  type Refusal,
  type RoomState,
  refuse,
} from "../core/state.ts";
import { completeTakes, pathOf, withEditedTake, withOtherWording } from "../core/takes.ts";
import { askBots } from "../core/turns/ask-bots.ts";

/** Changes what a message says or who said it; the earlier text stays in its history. Rules CMD32–CMD34. */
export function edit(state: RoomState, command: Edit, ctx: CommandContext): Decision {
  const message = state.message(command.message_id);
  if (!message) return refuse("not_found", "that message is gone", "message_id");
  const refusal = checkEdit(message, command, ctx);
  if (refusal) return refusal;
  const edited = editedMessage(state, message, command, ctx);
  if (!fitsRow(edited)) return refuse("too_large", "this message was edited as often as one may be", "text");
  const other = command.respond ? otherPath(state, message, edited, command, ctx) : null;
  if (other && "ok" in other) return other;
  const said = other?.message ?? edited;
  const recent = state.view.messages.filter((m) => m.seq <= said.seq);
  const asked = command.respond ? askBots(state, said, ctx, { recent }) : null;
  return accept({
    events: said === message ? [] : [{ type: "message.updated", message: said }],
    ...(other && { path: other.move }),
    ...(asked && { queue: asked.queue }),
    ...inherited(message, said),
    answer: { message_id: message.id, ...(asked && { ticket_ids: asked.ticketIds }) },
  });
}

/**
 * Asked again in other words, the room takes another path from here and the one it leaves stays, one choice away; a
 * branch where others share what follows. Null where the message is changed in its place: nothing follows it.
 */
function otherPath(
  state: RoomState,
  message: MessageRow,
  edited: MessageRow,
  command: Edit,
  ctx: CommandContext,
): Decision | { message: MessageRow; move: PathChange } | null {
  if (edited.entry === message.entry) return null;
  const ids: [string, string] = [ctx.newId(), ctx.newId()];
  const current = message.takes.find((t) => t.id === message.current_take_id);
  const move = pathMove(state, message, current ? pathOf(current) : ids[0], ids[1]);
  if (move === "branch") return accept({ events: [], branch: { messageId: message.id, edit: command } });
  if (move === null || "ok" in move) return move;
  const { takes, entry } = message;
  const row = withOtherWording({ ...edited, takes, entry }, { ids, text: edited.entry, now: ctx.now });
  return { message: row, move };
}

/** What woke for a reply woke for its edited text too. */
function inherited(message: MessageRow, edited: MessageRow): Pick<Extract<Decision, { ok: true }>, "inherits"> {
  const from = message.current_take_id;
  const to = edited.current_take_id;
  return message.bot === null || from === null || to === null || from === to
    ? {}
    : { inherits: { messageId: message.id, from, to } };
}

function checkEdit(message: MessageRow, command: Edit, ctx: CommandContext): Refusal | null {
  if (!mayReword(ctx.actor, message)) return refuse("forbidden", "only who said it may change a message");
  if (isBeingWritten(message)) return refuse("conflict", "this message is still being written", "message_id");
  if (command.rev !== undefined && command.rev !== message.rev)
    return refuse("conflict", "this message has changed meanwhile", "rev");
  if (message.bot !== null && command.persona_id !== undefined)
    return refuse("invalid", "a bot speaks as itself", "persona_id");
  if (message.bot !== null && command.respond)
    return refuse("invalid", "bots answer people: ask again after a person's message", "respond");
  if (command.persona_id && !ctx.persona) return refuse("not_found", "you have no such persona", "persona_id");
  return null;
}

function editedMessage(state: RoomState, message: MessageRow, command: Edit, ctx: CommandContext): MessageRow {
  const { text = message.entry } = command;
  const spoken = command.persona_id === undefined ? message : spokenBy(state, message, command.persona_id, ctx);
  if (text === message.entry) return spoken === message ? message : changed(spoken, { modified_timestamp: ctx.now });
  const { message_status } = message;
  const previous = { previous_content: message.entry, edited_at: ctx.now, edit_reason: null };
  const edited = changed(spoken, {
    modified_timestamp: ctx.now,
    message_status: {
      ...message_status,
      edit_history: [...message_status.edit_history, previous],
      is_edited: true,
      edited_at: ctx.now,
    },
  });
  return message.bot === null
    ? inOtherWords(edited, text)
    : withEditedTake(edited, { id: ctx.newId(), text, sha256: ctx.sha256(text), by: ctx.actor.userId, now: ctx.now });
}

function inOtherWords(message: MessageRow, entry: string): MessageRow {
  const row = { ...message, entry };
  return { ...row, takes: completeTakes(row) };
}

/** The message as said by another persona of its author, or by the author without one. */
function spokenBy(state: RoomState, message: MessageRow, personaId: string | null, ctx: CommandContext): MessageRow {
  if (personaId === message.persona_id) return message;
  const author = state.view.members.find((m) => m.user_id === ctx.actor.userId)?.name ?? ctx.actor.name;
  return changed(message, { persona_id: personaId, author_name: ctx.persona?.name ?? author });
}
