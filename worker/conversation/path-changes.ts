import { PAGE_SIZE } from "../../shared/protocol/limits.ts";
import type { NewEvent } from "../../shared/room/events.ts";
import type { RoomView } from "../../shared/room/room-view.ts";
import type { PathChange } from "./core/state.ts";
import type { RoomStore } from "./room-store.ts";

/**
 * Changes the transcript as a whole, in the store and on its way to D1, which holds the current path alone. Part of a
 * commit. @returns What everyone is told; nothing where the path stays.
 */
export function changePath(store: RoomStore, view: RoomView, change: PathChange): NewEvent[] {
  switch (change.type) {
    case "clear":
      return clear(store, view);
    case "move":
      return move(store, view, change);
    case "drop":
      store.messages.dropShelf(change.messageId, change.path);
      return [];
    default:
      return change satisfies never;
  }
}

function clear(store: RoomStore, view: RoomView): NewEvent[] {
  const seq = view.seq + 1;
  const payload = JSON.stringify({ conversation: view.room.id, up_to: view.seq });
  store.messages.deleteAll();
  store.outbox.put({ kind: "messages_cleared", key: String(seq), rev: 1, seq, payload });
  return [{ type: "path.changed", head: null, messages: [], has_more: false }];
}

function move(
  { messages, outbox }: RoomStore,
  view: RoomView,
  { messageId, from, to }: Extract<PathChange, { type: "move" }>,
): NewEvent[] {
  const seq = view.seq + 1;
  for (const { id, rev } of messages.shelve(messageId, from))
    outbox.put({ kind: "message_deleted", key: id, rev, seq, payload: "{}" });
  for (const row of messages.unshelve(messageId, to))
    outbox.put({ kind: "message", key: row.id, rev: row.rev, seq, payload: JSON.stringify(row) });
  const page = messages.newest(PAGE_SIZE);
  const head = page.messages.at(-1)?.id ?? null;
  return [{ type: "path.changed", head, messages: page.messages, has_more: page.hasMore }];
}
