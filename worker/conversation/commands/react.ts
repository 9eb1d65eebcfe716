import type { MessageRow } from "../../../shared/fields/message.ts";
import type { React } from "../../../shared/protocol/client-messages.ts";
import { changed } from "../core/message-rows.ts";
import { accept, type CommandContext, type Decision, type RoomState, refuse } from "../core/state.ts";

/** Different reactions one message can have. Chosen: more than a row of them shows. */
const MAX_EMOJIS = 40;

type Reactions = MessageRow["message_content"]["reactions"];

/** Adds or takes back the sender's reaction; nobody's else. Rules CMD39, CMD40. */
export function react(state: RoomState, command: React, ctx: CommandContext): Decision {
  const message = state.message(command.message_id);
  if (!message) return refuse("not_found", "that message is gone", "message_id");
  const { reactions } = message.message_content;
  const after = withReaction(reactions, command, ctx.actor.userId);
  const answer = { message_id: message.id };
  if (after === null) return accept({ events: [], answer });
  if (Object.keys(after).length > MAX_EMOJIS)
    return refuse("too_large", `a message has at most ${MAX_EMOJIS} different reactions`, "emoji");
  const content = { ...message.message_content, reactions: after };
  return accept({
    events: [{ type: "message.updated", message: changed(message, { message_content: content }) }],
    answer,
  });
}

/** Reactions after the command, or null where it changes nothing. An emoji nobody gives any more is gone. */
function withReaction(reactions: Reactions, { emoji, on }: React, userId: string): Reactions | null {
  const given = Object.hasOwn(reactions, emoji) ? (reactions[emoji] ?? []) : [];
  if (given.includes(userId) === on) return null;
  const people = on ? [...given, userId] : given.filter((id) => id !== userId);
  const others = Object.entries(reactions).filter(([other]) => other !== emoji);
  return Object.fromEntries(people.length > 0 ? [...others, [emoji, people]] : others);
}
