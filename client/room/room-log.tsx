import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { EmptyState, Skeleton } from "../ui/states.tsx";
import { ConnectionBar } from "./connection-bar.tsx";
import { connectionWords } from "./connection-words.ts";
import { roomAddress } from "./room-address.ts";
import { type Pane, RoomContext, useRoomScene } from "./room-context.ts";
import type { RoomModel } from "./room-model.ts";
import { titleOf, useScene } from "./room-screen.tsx";
import { WhyPane } from "./why-pane.tsx";

/** Why lore wakes in one room, as it happens: what the room's Why pane says, to whom it says it. */
export function RoomLog({ room, room_id }: { room: RoomModel; room_id: string }): VNode {
  const { query, route } = useLocation();
  const openPane = (pane: Pane, of?: string) => {
    if (pane === "why") route(logAddress(room_id, of));
    // What is about more than lore is the room's, and this window goes on following.
    else open(roomAddress(`/r/${room_id}`, { pane, of }), "_blank");
  };
  const scene = useScene(room, openPane);
  const view = room.view.value;
  const title = view ? titleOf(view) : null;
  useEffect(() => room.watch({ activation: true }), [room]);
  useEffect(() => {
    if (title !== null) document.title = `Why · ${title} · BotCafe`;
  }, [title]);
  return (
    <RoomContext.Provider value={scene}>
      <header class="page-head log-head">
        <h1>{title === null ? "Activation log" : <LogTitle title={title} />}</h1>
        {title !== null && (
          <a class="button button-small" href={`/r/${room_id}`} target="_blank" rel="noopener">
            Open the room
          </a>
        )}
      </header>
      {title !== null && (
        <div class="log-line">
          <ConnectionBar />
        </div>
      )}
      <LogBody of={query["of"] ?? null} />
    </RoomContext.Provider>
  );
}

const LogTitle = ({ title }: { title: string }): VNode => (
  <>
    Why <bdi class="log-room">{title}</bdi>
  </>
);

/** Address of a room's log, of one turn where one is meant. */
const logAddress = (room_id: string, of?: string): string => {
  const about = of === undefined ? "" : `&of=${encodeURIComponent(of)}`;
  return `/log?room=${encodeURIComponent(room_id)}${about}`;
};

function LogBody({ of }: { of: string | null }): VNode {
  const { room } = useRoomScene();
  const reason = room.closeReason.value;
  if (room.view.value) return <WhyPane message_id={of} isPage />;
  if (!reason) return <Skeleton rows={4} onRetry={() => room.reconnect()} />;
  return (
    <EmptyState
      title="This log does not open"
      action={
        <a class="button button-primary" href="/rooms">
          All rooms
        </a>
      }
    >
      {connectionWords("closed", 0, reason)}
    </EmptyState>
  );
}
