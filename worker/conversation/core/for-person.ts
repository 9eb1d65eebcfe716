import type { RoomBot, RoomInfo } from "../../../shared/fields/conversation.ts";
import type { MessageRow } from "../../../shared/fields/message.ts";
import type { RoomEvent } from "../../../shared/room/events.ts";

/** Who hears it, whose room it is, and how messages are found that an event only names. */
interface Listening {
  readonly userId: string;
  readonly ownerId: string;
  readonly message: (id: string) => MessageRow | null;
}

/** Whether a message is for the eyes of `userId`: a whisper is for who spoke it and who was answered alone. */
export const isFor = (userId: string, { whisper_to, user }: Pick<MessageRow, "whisper_to" | "user">): boolean =>
  whisper_to === null || user === userId;

/** The message without the persona of another. The row itself where there is nothing to leave out. */
const messageFor = (row: MessageRow, userId: string): MessageRow =>
  row.persona_id === null || row.user === userId ? row : { ...row, persona_id: null };

/** Those of the messages that are for `userId`, as they are for them. */
export const messagesFor = (rows: readonly MessageRow[], userId: string): MessageRow[] =>
  rows.filter((row) => isFor(userId, row)).map((row) => messageFor(row, userId));

/** The room without the owner's persona and key, and without the room it branched from: others may not know of it. */
export const roomFor = (room: RoomInfo, userId: string): RoomInfo =>
  room.user === userId
    ? room
    : { ...room, persona_id: null, branched_from: null, settings: settingsFor(room.settings) };

const settingsFor = (settings: RoomInfo["settings"]): RoomInfo["settings"] => ({
  ...settings,
  api_key_id: null,
  ...(settings.api_key_id !== null && { owner_pays: true }),
});

/** The bot without the owner's key; that one pays is no secret. */
export const botFor = (bot: RoomBot, { userId, ownerId }: Pick<Listening, "userId" | "ownerId">): RoomBot =>
  bot.api_key_id === null || userId === ownerId ? bot : { ...bot, api_key_id: null, owner_pays: true };

/**
 * The event as it is for one person: hidden where it is about a whisper of others, and without what is another's own.
 * The same object where everything may be heard. Pure.
 */
export function eventFor(event: RoomEvent, to: Listening): RoomEvent {
  switch (event.type) {
    case "message.created":
    case "message.updated":
      return ofMessage(event, to);
    case "take.created":
    case "take.chosen":
    case "take.deleted":
    case "activation.turn": {
      // Of a message that has gone meanwhile nobody can say whose it was, and nobody needs it.
      const row = to.message(event.message_id);
      return row && isFor(to.userId, row) ? event : hidden(event);
    }
    case "path.changed":
      return { ...event, messages: messagesFor(event.messages, to.userId) };
    case "room.updated":
      return to.userId === to.ownerId ? event : withoutOwners(event);
    case "bot.joined":
    case "bot.updated":
    case "bot.left": {
      const bot = botFor(event.bot, to);
      return bot === event.bot ? event : { ...event, bot };
    }
    default:
      return event;
  }
}

const hidden = ({ seq, at }: RoomEvent): RoomEvent => ({ seq, at, type: "hidden" });

function ofMessage(
  event: Extract<RoomEvent, { type: "message.created" | "message.updated" }>,
  { userId }: Listening,
): RoomEvent {
  if (!isFor(userId, event.message)) return hidden(event);
  const message = messageFor(event.message, userId);
  return message === event.message ? event : { ...event, message };
}

function withoutOwners(event: Extract<RoomEvent, { type: "room.updated" }>): RoomEvent {
  if (event.persona_id === undefined && event.settings === undefined) return event;
  const { persona_id: _theirs, settings, ...rest } = event;
  return { ...rest, ...(settings && { settings: settingsFor(settings) }) };
}
