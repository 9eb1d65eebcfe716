import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { connectionWords, OFFLINE_MS, QUIET_MS } from "./connection-words.ts";
import { useRoomScene } from "./room-context.ts";

/** How long "Back" stays, milliseconds. */
const BACK_MS = 6_000;

/** How the connection is, once that matters; and what came in while it was gone. Laid over the list: nothing moves. */
export function ConnectionBar(): VNode | null {
  const { room } = useRoomScene();
  const status = room.status.value;
  const since = room.statusSince.value;
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    setNow(Date.now());
    const looks = [QUIET_MS, BACK_MS, OFFLINE_MS].map((ms) => setTimeout(() => setNow(Date.now()), ms + 50));
    return () => looks.forEach(clearTimeout);
  }, [status, since]);
  const words = connectionWords(status, now - since, room.closeReason.value);
  if (words !== null) {
    return (
      <p class={`connection-bar connection-${status}`}>
        {words}
        <button type="button" class="button button-small" onClick={() => room.reconnect()}>
          Try now
        </button>
      </p>
    );
  }
  const arrived = room.arrived.value;
  if (status !== "live" || arrived === 0 || now - since > BACK_MS) return null;
  return (
    <p class="connection-bar">{arrived === 1 ? "Back. 1 message came in." : `Back. ${arrived} messages came in.`}</p>
  );
}
