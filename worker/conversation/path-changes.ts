import type { NewEvent } from "../../shared/room/events.ts";
import type { RoomView } from "../../shared/room/room-view.ts";
import type { PathChange } from "./core/state.ts";
import type { RoomStore } from "./room-store.ts";

/** Changes the transcript as a whole, in the store and on its way to D1. Part of a commit. @returns What everyone is told. */
export function changePath(store: RoomStore, view: RoomView, _change: PathChange): NewEvent {
  const seq = view.seq + 1;
  const payload = JSON.stringify({ conversation: view.room.id, up_to: view.seq });
  store.messages.deleteAll();
  store.outbox.put({ kind: "messages_cleared", key: String(seq), rev: 1, seq, payload });
  return { type: "path.changed", head: null, messages: [], has_more: false };
}
