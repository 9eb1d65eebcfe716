import { UserServerMessage } from "../../shared/protocol/user-frames.ts";
import { UserStore, type UserStorePorts } from "../state/user-store.ts";
import type { Api } from "./api.ts";
import { browserClock } from "./browser-clock.ts";
import { createDeviceStorage } from "./device-storage.ts";
import { deviceId, deviceNameOf, newUuid } from "./ids.ts";
import { connectParty } from "./party-connection.ts";

/** The person's object, connected. */
export interface OpenUser {
  readonly store: UserStore;
  close(): void;
}

/** Connects to the object of the person signed in. */
export function openUser(
  api: Api,
  user_id: string,
  lists: Pick<UserStorePorts, "rooms" | "jobs" | "placed" | "notified">,
): OpenUser {
  const device_name = deviceNameOf(navigator.userAgent);
  const device_id = deviceId(
    createDeviceStorage(() => localStorage),
    newUuid,
  );
  const store = new UserStore({
    socket: { send: (frame) => socket.send(frame) },
    clock: browserClock,
    newRef: newUuid,
    device: { device_id, ...(device_name && { device_name }) },
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...lists,
  });
  const socket = connectParty(api, "user", user_id, {
    opened: () => store.opened(),
    received: (raw) => {
      const frame = decode(raw);
      if (frame) store.receive(frame);
    },
    closed: () => store.closed(),
    wasLive: () => store.status.peek() === "live",
  });
  const close = () => {
    socket.close();
    store.dispose();
  };
  return { store, close };
}

/** A frame, or null for what this version does not know. */
function decode(raw: string): UserServerMessage | null {
  try {
    return UserServerMessage.safeParse(JSON.parse(raw)).data ?? null;
  } catch {
    return null;
  }
}
