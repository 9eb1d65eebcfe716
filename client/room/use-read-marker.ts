import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { elementIdOf } from "./message.tsx";
import type { RoomModel } from "./room-model.ts";

/** How long the last line of a message must have been on screen, in a focused window, to count as read (ux §3.6). */
const READ_AFTER_MS = 1_000;

/** Tells the room up to where this person has read. */
export function useReadMarker(room: RoomModel, scroller: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    room.resumeReading();
    let seen: string | null = null;
    const timer = setInterval(() => {
      const list = scroller.current;
      const now = document.hasFocus() && list ? lastSeen(room, list) : null;
      if (now !== null && now === seen && isNewer(room, now)) room.read(now);
      seen = now;
    }, READ_AFTER_MS);
    return () => clearInterval(timer);
  }, [room]);
}

/** The newest finished message whose end is in sight. */
function lastSeen(room: RoomModel, scroller: HTMLElement): string | null {
  const edge = scroller.getBoundingClientRect().bottom + 1;
  const message = room.messages.peek().findLast((m) => {
    const bottom = m.streaming ? undefined : document.getElementById(elementIdOf(m.id))?.getBoundingClientRect().bottom;
    return bottom !== undefined && bottom <= edge;
  });
  return message?.id ?? null;
}

/** Reading never goes back by scrolling up. */
function isNewer(room: RoomModel, message_id: string): boolean {
  const me = room.you.peek()?.user_id;
  const read = room.view.peek()?.members.find((m) => m.user_id === me)?.read_up_to;
  const messages = room.messages.peek();
  return messages.findIndex((m) => m.id === message_id) > messages.findIndex((m) => m.id === read);
}
