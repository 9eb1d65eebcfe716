import type { MessageRow } from "../fields/message.ts";
import type { RoomEvent } from "./events.ts";

/** Whose own words they are; a bot's are nobody's. */
export const authorOf = ({ bot, user }: Pick<MessageRow, "bot" | "user">): string | null =>
  bot === null ? user : null;

/** Whether a message counts for those who have not read it: finished, and not hidden. */
export const isNews = ({ hidden, streaming }: Pick<MessageRow, "hidden" | "streaming">): boolean =>
  !hidden && !streaming;

/**
 * Whether an event that `userId` may hear in full adds one to what they have not read of the room, and does nothing
 * else to that number. The room and each device count so; of every other change the room tells the number.
 */
export const isOneMore = (event: RoomEvent, userId: string): boolean =>
  event.type === "message.created" &&
  isNews(event.message) &&
  authorOf(event.message) !== userId &&
  event.message.message_thread.thread_id === undefined;
