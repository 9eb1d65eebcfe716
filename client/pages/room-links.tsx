import type { VNode } from "preact";
import { useLocation } from "preact-iso";
import { SAMPLE_ROOM } from "../../shared/sample/table.ts";
import { shownBeside } from "../room/room-context.ts";
import { newestWords, titleOfRoom, unreadWords } from "../rooms/room-words.ts";
import { useApp } from "../ui/app-context.ts";
import { shortWhen } from "../ui/date-words.ts";
import { type RoomListRow, roomListOf } from "./room-list.ts";

/** One's rooms as links, without the archived ones. Before there is a session, the sample room is the one there is. */
export function RoomLinks(): VNode {
  const { api, session } = useApp();
  const { path } = useLocation();
  const { rows, problem } = roomListOf(api);
  const list = rows.value;
  const isHere = (id: string) => isWithin(path, id) || id === shownBeside.value;
  if (path === "/" && (list === null || list.length <= 1)) {
    return (
      <ul class="room-links">
        <li>
          <a class="room-link" href="/" aria-current="page">
            <span class="room-link-title">{SAMPLE_ROOM.title}</span>
            <span class="room-link-meta">Sample room</span>
          </a>
        </li>
      </ul>
    );
  }
  if (list === null) {
    if (problem.value) return <p class="pane-note">{problem.value.detail}</p>;
    return session.state.value === "signed_out" ? <p class="pane-note">Your rooms will be here.</p> : <LinkSkeleton />;
  }
  if (list.length === 0) return <p class="pane-note">No rooms yet.</p>;
  return (
    <ul class="room-links">
      {list
        .filter(({ id, status }) => status !== "archived" || isHere(id))
        .map((row) => (
          <RoomLink key={row.id} row={row} isHere={isHere(row.id)} />
        ))}
    </ul>
  );
}

/** In a room, or at one of its messages. */
const isWithin = (path: string, room_id: string): boolean => `${path}/`.startsWith(`/r/${room_id}/`);

function RoomLink({ row, isHere }: { row: RoomListRow; isHere: boolean }): VNode {
  const { unread, status } = row;
  const isNew = unread > 0 && !isHere && status !== "muted";
  return (
    <li>
      <a class="room-link" href={`/r/${row.id}`} aria-current={isHere ? "page" : undefined}>
        <span class="room-link-head">
          <bdi class="room-link-title">{titleOfRoom(row)}</bdi>
          {isNew && (
            <span class="unread-count" role="img" aria-label={unreadWords(unread)}>
              {unread > 99 ? "99+" : unread}
            </span>
          )}
        </span>
        <span class="room-link-meta">
          {newestWords(row) ?? shortWhen(row.conversation_metadata.last_activity, new Date())}
        </span>
      </a>
    </li>
  );
}

const LinkSkeleton = (): VNode => (
  <div class="link-skeleton" aria-hidden="true">
    <i />
    <i />
    <i />
  </div>
);
