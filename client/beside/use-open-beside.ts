import { useLocation } from "preact-iso";
import { deviceMemory } from "../pages/device-memory.ts";
import { shownBeside } from "../room/room-context.ts";
import { besideAddress, roomPlaceOf } from "./pair-address.ts";
import { awaitBeside, bringForward } from "./pair-seats.ts";
import { isPairWide } from "./pair-width.ts";

/** How to open a room beside another. */
export interface OpenBeside {
  /** Whether it is on screen already, or would be. */
  readonly isOpen: (room_id: string) => boolean;
  readonly open: (room_id: string) => void;
}

/**
 * Opens a room beside the one of the page; from a list, beside the room this device was in last. Null where the window
 * has no place for two, or there is no room to open one beside.
 */
export function useOpenBeside(): OpenBeside | null {
  const { path, query, route } = useLocation();
  const here = roomPlaceOf(path);
  const first = here?.room_id ?? deviceMemory.lastRoom();
  if (!isPairWide.value || first === null || path === "/") return null;
  const base = here ? { path, query } : { path: `/r/${first}`, query: {} };
  return {
    isOpen: (room_id) => room_id === first || room_id === shownBeside.peek(),
    open: (room_id) => {
      if (room_id === shownBeside.peek()) return bringForward("beside");
      awaitBeside(room_id);
      return route(besideAddress(base, { room_id, message_id: null }));
    },
  };
}
