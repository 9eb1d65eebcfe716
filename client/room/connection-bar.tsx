import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { connectionWords, OFFLINE_MS, QUIET_MS } from "./connection-words.ts";
import { useRoomScene } from "./room-context.ts";

/** How long "Back" stays, milliseconds: it has a way in it. */
const BACK_MS = 12_000;

/** How the connection is, once that matters; and what came in while it was gone. Laid over the list: nothing moves. */
export function ConnectionBar(): VNode | null {
  const { room } = useRoomScene();
  const status = room.status.value;
  const since = room.statusSince.value;
  const [now, setNow] = useState(Date.now());
  const firstMissed = useFirstMissed();
  useEffect(() => {
    setNow(Date.now());
    const looks = [QUIET_MS, BACK_MS, OFFLINE_MS].map((ms) => setTimeout(() => setNow(Date.now()), ms + 50));
    return () => looks.forEach(clearTimeout);
  }, [status, since]);
  const words = connectionWords(status, now - since, room.closeReason.value);
  if (words !== null) {
    const isOld = room.closeReason.value?.code === CLOSE.version;
    return (
      <p class={`connection-bar connection-${status}`}>
        {words}
        {!room.durable.value && room.bubbles.value.length > 0 && " Keep this page open: this browser keeps nothing."}
        {/* Never by itself: a draft stays until the person is ready. */}
        <button
          type="button"
          class="button button-small"
          onClick={() => (isOld ? location.reload() : room.reconnect())}
        >
          {isOld ? "Reload" : "Try now"}
        </button>
      </p>
    );
  }
  const arrived = room.arrived.value;
  if (status !== "live" || arrived === 0 || now - since > BACK_MS) return null;
  const room_id = room.room_id.value;
  return (
    <p class="connection-bar">
      {arrived === 1 ? "Back. 1 message came in." : `Back. ${arrived} messages came in.`}
      {firstMissed !== null && room_id !== null && (
        <a class="button button-small" href={`/r/${room_id}/m/${firstMissed}`}>
          {arrived === 1 ? "Show it" : "Show the first"}
        </a>
      )}
    </p>
  );
}

/** The first message of others that came after the connection was lost; null where none is known. */
function useFirstMissed(): string | null {
  const { room, me } = useRoomScene();
  const isLive = room.status.value === "live";
  const seenSeq = useRef(Number.POSITIVE_INFINITY);
  useEffect(() => {
    if (!isLive) seenSeq.current = room.messages.peek().at(-1)?.seq ?? 0;
  }, [isLive]);
  if (!isLive || room.arrived.value === 0) return null;
  const isOthers = (m: { bot: string | null; user: string }) => m.bot !== null || m.user !== me.value;
  return room.messages.value.find((m) => m.seq > seenSeq.current && isOthers(m))?.id ?? null;
}
