import { createDeviceStorage } from "../net/device-storage.ts";
import type { DeviceStorage } from "../state/ports.ts";
import type { LeftPath, TranscriptState } from "./transcript-state.ts";

const pageStorage = createDeviceStorage(() => sessionStorage);

/** Keeps the way back to the path that was left, as long as the tab lasts. @returns How to stop. */
export function keepLeftPath(
  state: Pick<TranscriptState, "left" | "leave">,
  room_id: string,
  storage: DeviceStorage = pageStorage,
): () => void {
  const key = `left-path:${room_id}`;
  const kept = read(storage.get(key));
  if (kept && state.left.peek() === null) state.leave(kept);
  return state.left.subscribe((path) => {
    if (path === null) storage.remove(key);
    else storage.set(key, `${path.message_id} ${path.take_id} ${path.count ?? ""}`);
  });
}

function read(stored: string | null): LeftPath | null {
  const [message_id, take_id, count] = (stored ?? "").split(" ");
  if (!message_id || !take_id) return null;
  return { message_id, take_id, count: count ? Number(count) : null };
}
