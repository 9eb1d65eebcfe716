import type { NewEvent } from "../../shared/room/events.ts";
import { changed } from "./core/message-rows.ts";
import { withReplies } from "./core/thread-replies.ts";
import type { RoomStore } from "./room-store.ts";

/**
 * What the messages that start these threads say of them now: how many messages they hold, and who said the last one.
 * Part of the commit that touched the threads. @returns Nothing for those that say so already or are not on the path.
 */
export function parentEvents({ messages }: RoomStore, threadIds: ReadonlySet<string>): NewEvent[] {
  return [...threadIds].flatMap((id): NewEvent[] => {
    const row = messages.get(id);
    if (!row) return [];
    const message_thread = withReplies(row.message_thread, messages.thread(id));
    const isSame = JSON.stringify(message_thread) === JSON.stringify(row.message_thread);
    return isSame ? [] : [{ type: "message.updated", message: changed(row, { message_thread }) }];
  });
}
