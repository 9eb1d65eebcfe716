import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { connectionWords, OFFLINE_MS, QUIET_MS } from "./connection-words.ts";
import { isForGood } from "./lost-for-good.ts";
import { useRoomScene } from "./room-context.ts";
import { useSeconds } from "./use-seconds.ts";
import { copyWords, turnedAwayWords } from "./waiting-words.ts";

/** How long "Back" stays, milliseconds: it has a way in it. */
const BACK_MS = 12_000;

/** How the connection is, once that matters; and what came in while it was gone. Laid over the list: nothing moves. */
export function ConnectionBar(): VNode | null {
  const { room } = useRoomScene();
  const words = useWords();
  // Noted while the connection is gone, too.
  const firstMissed = useFirstMissed();
  if (words === null) return <WhatCameIn firstMissed={firstMissed} />;
  // The page in the room's place says it, with the same way on.
  if (room.view.value === null && isForGood(room.closeReason.value?.code)) return null;
  const isUnsafe = !room.durable.value && room.bubbles.value.length > 0;
  return (
    <p class={`connection-bar connection-${room.status.value}`}>
      {words}
      {isUnsafe && " Keep this page open: this browser keeps nothing."}
      <WayOn />
    </p>
  );
}

/** What the bar says now; null while there is nothing to say. */
function useWords(): string | null {
  const { room } = useRoomScene();
  const status = room.status.value;
  const ms = useSince();
  const away = room.turnedAway.value;
  // Counts down.
  useSeconds(away && `${away.until_ms}`);
  const turnedAway = away && turnedAwayWords(away, Date.now());
  if (turnedAway) return turnedAway;
  const copyOf = room.copyOf.value;
  if (copyOf !== null) {
    // A server that is slow to answer is not gone yet.
    const how = navigator.onLine && ms < OFFLINE_MS ? "Connecting." : "Offline.";
    return `${how} ${copyWords(copyOf, Date.now())} What you send waits here.`;
  }
  return connectionWords(status, ms, room.closeReason.value);
}

/** Milliseconds since the connection changed, looked at when they begin to matter. */
function useSince(): number {
  const { room } = useRoomScene();
  const since = room.statusSince.value;
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    setNow(Date.now());
    const looks = [QUIET_MS, BACK_MS, OFFLINE_MS].map((ms) => setTimeout(() => setNow(Date.now()), ms + 50));
    return () => looks.forEach(clearTimeout);
  }, [room.status.value, since]);
  return now - since;
}

/** The one thing that helps. */
function WayOn(): VNode {
  const { room } = useRoomScene();
  const code = room.closeReason.value?.code;
  if (isForGood(code)) return <WayTo href="/rooms">All rooms</WayTo>;
  switch (code) {
    case CLOSE.version:
      // Never by itself: a draft stays until the person is ready.
      return <Way onClick={() => location.reload()}>Reload</Way>;
    case CLOSE.unauthenticated:
      return <WayTo href={`/login?then=${encodeURIComponent(location.pathname)}`}>Sign in</WayTo>;
    default:
      return <Way onClick={() => room.reconnect()}>Try now</Way>;
  }
}

const Way = ({ onClick, children }: { onClick: () => void; children: string }): VNode => (
  <button type="button" class="button button-small" onClick={onClick}>
    {children}
  </button>
);
const WayTo = ({ href, children }: { href: string; children: string }): VNode => (
  <a class="button button-small" href={href}>
    {children}
  </a>
);

function WhatCameIn({ firstMissed }: { firstMissed: string | null }): VNode | null {
  const { room } = useRoomScene();
  const ms = useSince();
  const arrived = room.arrived.value;
  if (room.status.value !== "live" || arrived === 0 || ms > BACK_MS) return null;
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
