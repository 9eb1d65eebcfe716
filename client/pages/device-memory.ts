import { createDeviceStorage } from "../net/device-storage.ts";
import { SessionUser } from "../net/session-calls.ts";
import type { Me } from "../state/session-store.ts";

const storage = createDeviceStorage(() => localStorage);
const SIGNED_IN = "signed_in";
const LAST_ROOM = "last_room";

/**
 * What this device remembers between visits. The session's cookie is invisible to scripts, so a device that was never
 * signed in is told apart here: it draws the sample room at once and asks the server nothing.
 */
export const deviceMemory = {
  storage,
  wasSignedIn: (): boolean => storage.get(SIGNED_IN) !== null,
  /** Who it was, for times when the server cannot be asked. */
  me: (): Me | null => readMe(storage.get(SIGNED_IN)),
  /** @returns Whether somebody else was signed in here before: what is kept for them has to go. */
  rememberMe(me: Me | null): boolean {
    const isAnother = storage.get(SIGNED_IN) !== null && readMe(storage.get(SIGNED_IN))?.id !== me?.id;
    if (me) storage.set(SIGNED_IN, JSON.stringify(me));
    else {
      storage.remove(SIGNED_IN);
      storage.remove(LAST_ROOM);
    }
    return isAnother;
  },
  lastRoom: (): string | null => storage.get(LAST_ROOM),
  rememberRoom: (room_id: string): void => storage.set(LAST_ROOM, room_id),
};

/** Null also for what an earlier version has written: that somebody was signed in, and not who. */
function readMe(text: string | null): Me | null {
  try {
    return SessionUser.safeParse(JSON.parse(text ?? "null")).data ?? null;
  } catch {
    return null;
  }
}
