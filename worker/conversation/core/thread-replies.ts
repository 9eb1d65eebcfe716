import type { MessageRow } from "../../../shared/fields/message.ts";

/** The part of a message that starts a thread, with what the thread holds; without a trace where it holds nothing. */
export function withReplies(
  { replies: _replies, last_reply: _last, ...thread }: MessageRow["message_thread"],
  said: readonly Pick<MessageRow, "author_name" | "created_timestamp">[],
): MessageRow["message_thread"] {
  const last = said.at(-1);
  if (!last) return { ...thread, is_thread_parent: false };
  const last_reply = { author_name: last.author_name, at: last.created_timestamp };
  return { ...thread, is_thread_parent: true, replies: said.length, last_reply };
}
