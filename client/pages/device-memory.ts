import { createDeviceStorage } from "../net/device-storage.ts";

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
  rememberSignedIn(isSignedIn: boolean): void {
    if (isSignedIn) storage.set(SIGNED_IN, "yes");
    else {
      storage.remove(SIGNED_IN);
      storage.remove(LAST_ROOM);
    }
  },
  lastRoom: (): string | null => storage.get(LAST_ROOM),
  rememberRoom: (room_id: string): void => storage.set(LAST_ROOM, room_id),
};
