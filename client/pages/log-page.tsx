import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { roomPlaceOf } from "../beside/pair-address.ts";
import { RoomLog } from "../room/room-log.tsx";
import { titleOfRoom } from "../rooms/room-words.ts";
import { useApp } from "../ui/app-context.ts";
import { EmptyState, ErrorBlock, Skeleton } from "../ui/states.tsx";
import { roomListOf } from "./room-list.ts";
import { SessionWait } from "./session-wait.tsx";
import { SignInFirst } from "./sign-in-first.tsx";
import { useOpenRoom } from "./use-open-room.ts";
import "../styles/log.css";

/** `/log?room=`: why lore wakes in a room, live and on a page of its own; without a room, which one is asked. */
export function LogPage(): VNode {
  const { session } = useApp();
  const { query } = useLocation();
  const room_id = roomPlaceOf(`/r/${query["room"] ?? ""}`)?.room_id ?? null;
  const user_id = session.me.value?.id ?? null;
  useEffect(() => {
    document.title = "Activation log · BotCafe";
  }, [room_id]);
  if (session.state.value === "signed_out") return <SignInFirst what="What wakes in a room is for the people in it." />;
  if (user_id === null) return <SessionWait />;
  return (
    <div class="page log-page">
      {room_id === null ? <ChooseRoom /> : <OpenLog room_id={room_id} user_id={user_id} />}
    </div>
  );
}

function OpenLog({ room_id, user_id }: { room_id: string; user_id: string }): VNode {
  const room = useOpenRoom(room_id, user_id);
  if (!room) return <Skeleton rows={4} onRetry={() => location.reload()} />;
  return <RoomLog key={room_id} room={room} room_id={room_id} />;
}

function ChooseRoom(): VNode {
  return (
    <>
      <header class="page-head">
        <h1>Activation log</h1>
      </header>
      <p>What lore woke, what was cut and why, as it happens. In which room?</p>
      <Rooms />
    </>
  );
}

function Rooms(): VNode {
  const list = roomListOf(useApp().api);
  const rows = list.rows.value;
  const problem = list.problem.value;
  const retry = () => void list.refresh();
  if (rows === null)
    return problem ? <ErrorBlock problem={problem} onRetry={retry} /> : <Skeleton rows={4} onRetry={retry} />;
  if (rows.length === 0) {
    return (
      <EmptyState
        title="No rooms yet"
        action={
          <a class="button button-primary" href="/rooms/new">
            New room
          </a>
        }
      >
        Once a bot has spoken in a room of yours, what woke is told here.
      </EmptyState>
    );
  }
  return (
    <ul class="log-rooms">
      {rows.map((row) => (
        <li key={row.id}>
          <a class="room-link" href={`/log?room=${row.id}`}>
            <bdi class="room-link-title">{titleOfRoom(row)}</bdi>
            <span class="room-link-meta">{row.bots.map(({ name }) => name).join(", ")}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
