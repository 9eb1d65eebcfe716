import type { MessageRow } from "../../../shared/fields/message.ts";
import { isFor } from "./for-person.ts";

/** Whose own words they are; a bot's are nobody's. */
export const authorOf = ({ bot, user }: Pick<MessageRow, "bot" | "user">): string | null =>
  bot === null ? user : null;

/** Whether a message counts for those who have not read it: finished, and not hidden. */
export const isNews = ({ hidden, streaming }: Pick<MessageRow, "hidden" | "streaming">): boolean =>
  !hidden && !streaming;

/** Whether a message that nobody can have read yet counts for `userId`. The same as the store's own count (NEWS_FOR). */
export const isNewsFor = (row: MessageRow, userId: string): boolean =>
  isNews(row) && authorOf(row) !== userId && isFor(userId, row);
