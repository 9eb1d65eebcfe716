import type { VNode } from "preact";
import type { MessageRow } from "../../shared/fields/message.ts";
import { timeOf } from "../ui/date-words.ts";
import { useRoomScene } from "./room-context.ts";

/** Below a message that starts a thread: what it holds, and the way into it. */
export function ThreadLine({ message }: { message: MessageRow }): VNode {
  const { room, openPane } = useRoomScene();
  const unread = room.unread.value?.threads[message.id] ?? 0;
  return (
    <button type="button" class="thread-line link-button" onClick={() => openPane("threads", message.id)}>
      {repliesWords(message.message_thread, unread)}
    </button>
  );
}

/** 4 replies, last from Ivy 14:20 · 2 new */
export function repliesWords(
  { replies = 0, last_reply }: Pick<MessageRow["message_thread"], "replies" | "last_reply">,
  unread: number,
): string {
  const count = replies === 1 ? "1 reply" : `${replies} replies`;
  const last = last_reply ? `, last from ${last_reply.author_name} ${timeOf(last_reply.at)}` : "";
  return `${count}${last}${unread > 0 ? ` · ${unread} new` : ""}`;
}
