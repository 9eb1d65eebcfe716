import { browserClock } from "../net/browser-clock.ts";
import type { OpenRoom } from "../net/open-room.ts";
import { deviceMemory } from "../pages/device-memory.ts";
import { keptCopies } from "./kept-copies.ts";
import { keepRoomCopy } from "./room-copy.ts";

/** Keeps a copy of the room on screen, and shows it where the room does not answer. @returns How to stop. */
export function keepThisRoom({ room, conversation_id, user_id }: OpenRoom): () => void {
  const copies = keptCopies();
  if (!copies) return () => {};
  const isOffline = () => !navigator.onLine;
  const isStillHere = () => deviceMemory.me()?.id === user_id;
  const ids = { user_id, room_id: conversation_id };
  const keeper = keepRoomCopy({ room, copies, clock: browserClock, ...ids, isOffline, isStillHere });
  // A page that goes out of sight may never come back.
  const onHide = () => {
    if (document.hidden) keeper.flush();
  };
  document.addEventListener("visibilitychange", onHide);
  return () => {
    document.removeEventListener("visibilitychange", onHide);
    keeper.dispose();
  };
}
