import { createDeviceStorage } from "../net/device-storage.ts";

/** Where a reader stood: a message, and how far below the top edge it began. */
export interface Place {
  readonly message_id: string;
  readonly offset: number;
}

/** After this long one comes back to the newest line, milliseconds (ux §3.6). */
const KEPT_MS = 30 * 60_000;

const storage = createDeviceStorage(() => localStorage);
const keyOf = (room_id: string) => `place:${room_id}`;

/** Where one left off in a room, on this device. */
export const lastPlace = {
  of(room_id: string | null): Place | null {
    const [at, message_id, offset] = (storage.get(keyOf(room_id ?? "")) ?? "").split(" ");
    if (!message_id || Date.now() - Number(at) > KEPT_MS) return null;
    return { message_id, offset: Number(offset) };
  },

  /** Null: at the newest line, which is where a visit begins anyway. */
  keep(room_id: string | null, place: Place | null): void {
    if (room_id === null) return;
    if (place) storage.set(keyOf(room_id), `${Date.now()} ${place.message_id} ${Math.round(place.offset)}`);
    else storage.remove(keyOf(room_id));
  },
};
