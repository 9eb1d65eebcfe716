import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useOpenBeside } from "../beside/use-open-beside.ts";
import type { RoomListRow } from "../pages/room-list.ts";
import { SPEAKER_MARKS } from "../room/speaker-marks.ts";
import { useApp } from "../ui/app-context.ts";
import { Avatar } from "../ui/avatar.tsx";
import { fullTimeOf, shortWhen } from "../ui/date-words.ts";
import { Icon } from "../ui/icon.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { RenameRoom } from "./rename-room.tsx";
import { changeRoom, deleteRoom, type RoomChange } from "./room-changes.ts";
import { lastLineOf, speakingWords, titleOfRoom, unreadWords } from "./room-words.ts";

/** Faces in a stack; more of them are a number. */
const MAX_FACES = 3;

/** One room of the list: who sits there, its last line, what is unread, and what can be done with it. */
export function RoomRow({ row }: { row: RoomListRow }): VNode {
  const [isRenaming, setRenaming] = useState(false);
  const { unread, status, conversation_metadata } = row;
  const { last_activity } = conversation_metadata;
  const title = titleOfRoom(row);
  return (
    <li class={unread > 0 && status !== "muted" ? "room-row room-row-unread" : "room-row"}>
      <a class="room-row-link" href={`/r/${row.id}`}>
        <Faces row={row} />
        <span class="room-row-words">
          <span class="room-row-head">
            <bdi class="room-row-title">{title}</bdi>
            <StatusMark status={status} />
            <time class="room-row-when" dateTime={last_activity} title={fullTimeOf(last_activity)}>
              {shortWhen(last_activity, new Date())}
            </time>
          </span>
          <span class="room-row-foot">
            <span class="room-row-line">
              <NewestLine row={row} />
            </span>
            {unread > 0 && (
              <span class="unread-count" role="img" aria-label={unreadWords(unread)}>
                {unread > 99 ? "99+" : unread}
              </span>
            )}
          </span>
        </span>
      </a>
      <RowMenu row={row} title={title} onRename={() => setRenaming(true)} />
      {isRenaming && <Renaming row={row} onClose={() => setRenaming(false)} />}
    </li>
  );
}

/** As all changes in the list it shows at once; a refusal is said by a toast. */
function Renaming({ row, onClose }: { row: RoomListRow; onClose: () => void }): VNode {
  const { api, toasts } = useApp();
  const rename = async (title: string | null) => {
    void changeRoom(api, toasts, row, { title });
    return null;
  };
  return <RenameRoom title={row.title} bots={row.bots} onRename={rename} onClose={onClose} />;
}

/** Who speaks now, else what was said last. */
function NewestLine({ row: { speaking, last_message } }: { row: RoomListRow }): VNode {
  const now = speakingWords(speaking);
  if (now !== null) return <>{now}</>;
  if (!last_message) return <>Nobody has spoken yet</>;
  return (
    <>
      <b>
        <bdi>{last_message.author_name}</bdi>
      </b>{" "}
      <bdi>{lastLineOf(last_message)}</bdi>
    </>
  );
}

const STATUS_WORDS = { pinned: "Pinned", muted: "Muted", archived: "Archived" } as const;

function StatusMark({ status }: Pick<RoomListRow, "status">): VNode | null {
  return status === "active" ? null : <span class={`room-mark room-mark-${status}`}>{STATUS_WORDS[status]}</span>;
}

function Faces({ row: { bots } }: { row: RoomListRow }): VNode {
  const shown = bots.slice(0, MAX_FACES);
  return (
    <span class={`room-faces room-faces-${shown.length}`}>
      {shown.map(({ bot_id, name, picture }, at) => (
        <Avatar key={bot_id} name={name} picture={picture} mark={(at % SPEAKER_MARKS) + 1} />
      ))}
      {bots.length > MAX_FACES && <span class="room-faces-more">+{bots.length - MAX_FACES}</span>}
      <span class="sr-only">{bots.map(({ name }) => name).join(", ")}</span>
    </span>
  );
}

interface MenuProps {
  readonly row: RoomListRow;
  readonly title: string;
  readonly onRename: () => void;
}

/** What can be done with a room from the list: each marks it for themselves; what is its owner's to do, its owner is offered. */
function RowMenu({ row, title, onRename }: MenuProps): VNode {
  const { marks, own } = useItems(row, onRename);
  const beside = useOpenBeside();
  const items = [
    ...(beside && !beside.isOpen(row.id)
      ? [
          {
            id: "beside",
            label: "Open beside",
            hint: "With the room you were in last",
            onSelect: () => beside.open(row.id),
          },
        ]
      : []),
    ...marks,
    ...(row.role === "owner" ? own : []),
  ];
  return <Menu name={`More about ${title}`} face={<Icon name="more" />} class="icon-button" items={items} />;
}

function useItems(row: RoomListRow, onRename: () => void): { marks: MenuItem[]; own: MenuItem[] } {
  const { api, toasts } = useApp();
  const change = (to: RoomChange) => void changeRoom(api, toasts, row, to);
  /** A room has one mark: taking it off makes the room an ordinary one. */
  const mark = (status: "pinned" | "muted" | "archived", label: string, hint: string): MenuItem => ({
    id: status,
    label,
    hint,
    isChecked: row.status === status,
    onSelect: () => change({ status: row.status === status ? "active" : status }),
  });
  const marks = [
    mark("pinned", "Pin", "Keeps it at the top"),
    mark("muted", "Mute", "No unread number in the side list"),
    mark("archived", "Archive", "Out of the way, found under Archived"),
  ];
  const own = [
    { id: "rename", label: "Rename…", onSelect: onRename },
    {
      id: "delete",
      label: "Delete",
      hint: row.conversation_type === "group-chat" ? "For everyone in it. Lore stays." : "Lore stays.",
      onSelect: () => void deleteRoom(api, toasts, row),
    },
  ];
  return { marks, own };
}
