import type { RoomBot } from "../../shared/fields/conversation.ts";
import type { MessageRow } from "../../shared/fields/message.ts";

/** How a room opens: one card a bot, and how many leading messages those cards already say. */
export interface Greeting {
  readonly cards: readonly RoomBot[];
  readonly greeted: number;
}

/**
 * The cards at the beginning of a transcript. Bots that came after the talk began have none; a greeting that is also a
 * message of the room is said once, by its card. `messages` begin at the room's beginning.
 */
export function greetingOf(bots: readonly RoomBot[], messages: readonly MessageRow[]): Greeting {
  const saysGreeting = (message: MessageRow) =>
    !message.streaming &&
    bots.some((bot) => bot.bot_id === message.bot && bot.greeting.trim() === message.entry.trim());
  const talk = messages.findIndex((message) => !saysGreeting(message));
  const greeted = talk < 0 ? messages.length : talk;
  const began = messages[greeted]?.created_timestamp;
  const cards = bots.filter((bot) => began === undefined || bot.joined_at <= began);
  return { cards, greeted };
}
