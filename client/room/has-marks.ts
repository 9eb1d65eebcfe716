import type { MessageRow } from "../../shared/fields/message.ts";

/** Whether a message has takes to step through, or reactions. */
export const hasTakesOrReactions = ({ takes, message_content }: MessageRow): boolean =>
  takes.length > 1 || takes[0]?.hint !== undefined || Object.keys(message_content.reactions).length > 0;

/** Whether anything stands below the message. */
export const hasMarks = (message: MessageRow): boolean =>
  message.interrupted || message.stopped_by !== null || hasTakesOrReactions(message);

export const hasPictures = ({ message_content }: MessageRow): boolean => message_content.media_attachments.length > 0;
