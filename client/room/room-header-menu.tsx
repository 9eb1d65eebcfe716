import type { VNode } from "preact";
import { useLocation } from "preact-iso";
import { isPairWide } from "../beside/pair-width.ts";
import { openLayer } from "../frame/open-layer.ts";
import { roomListOf } from "../pages/room-list.ts";
import { useApp } from "../ui/app-context.ts";
import { Icon } from "../ui/icon.tsx";
import { lazyPart } from "../ui/lazy-part.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { type RoomQuestion, useRoomScene } from "./room-context.ts";

const RoomDialog = lazyPart(() => import("./room-header-dialogs.tsx").then(({ RoomDialog: dialog }) => dialog));

type Status = "active" | "archived" | "muted" | "pinned";

/** On phones the only way there from inside a room: keys and the rail are of wider screens. */
const goElsewhere = (): void => {
  openLayer.value = "palette";
};

/** Which room, is asked there. */
const openBeside = (): void => {
  openLayer.value = "beside";
};

/** What can be done with the room as a whole. What only its owner may do is there for its owner alone. */
export function RoomHeaderMenu({ title }: { title: string }): VNode {
  const { room, openPane, asking, isBeside } = useRoomScene();
  const { route, path } = useLocation();
  const question = asking.value;
  const ask = (next: RoomQuestion | null): void => {
    asking.value = next;
  };
  const room_id = room.room_id.value;
  const own = useOwnItems(ask);
  const items: MenuItem[] = [
    { id: "people", label: "People and bots", hint: "Add, mute or remove", onSelect: () => openPane("people") },
    { id: "go", label: "Go to…", hint: "Room, bot or setting", onSelect: goElsewhere },
    { id: "tutorials", label: "Tutorials", hint: "A minute each", onSelect: () => route("/tutorials") },
  ];
  if (isPairWide.value && !isBeside && path !== "/")
    items.splice(2, 0, { id: "beside", label: "Open a room beside…", hint: "Both on screen", onSelect: openBeside });
  if (room_id !== null) items.push(...own);
  return (
    <>
      <Menu name="Room menu" class="icon-button room-menu" face={<Icon name="more" />} items={items} />
      {question !== null && room_id !== null && (
        <RoomDialog question={question} room_id={room_id} title={title} onClose={() => ask(null)} />
      )}
    </>
  );
}

function useOwnItems(ask: (question: RoomQuestion) => void): MenuItem[] {
  const { room } = useRoomScene();
  const status = useStatus();
  const setStatus = useStatusChange(status);
  const isOwner = room.you.value?.role === "owner";
  const toggle = (id: Status, on: string, off: string): MenuItem => ({
    id,
    label: status === id ? off : on,
    onSelect: () => void setStatus(status === id ? "active" : id),
  });
  return [
    { id: "phone", label: "Open on your phone…", onSelect: () => ask("phone") },
    { id: "export", label: "Export…", hint: "Markdown, JSON, SillyTavern", onSelect: () => ask("export") },
    ...(isOwner
      ? [
          { id: "invite", label: "Invite people…", onSelect: () => ask("invite") },
          { id: "rename", label: "Rename…", onSelect: () => ask("rename") },
        ]
      : []),
    toggle("pinned", "Pin to the top", "Unpin"),
    toggle("muted", "Mute", "Unmute"),
    toggle("archived", "Archive", "Bring back from the archive"),
    ...(isOwner ? [{ id: "delete", label: "Delete…", onSelect: () => ask("delete") }] : []),
  ];
}

/** How the reader has marked the room for themselves: the room knows only its owner's mark, the list everyone's. */
function useStatus(): Status {
  const { room } = useRoomScene();
  const { api } = useApp();
  if (room.you.value?.role === "owner") return room.view.value?.room.status ?? "active";
  return roomListOf(api).rows.value?.find(({ id }) => id === room.room_id.value)?.status ?? "active";
}

function useStatusChange(before: Status): (status: Status) => Promise<void> {
  const { room } = useRoomScene();
  const { api, toasts } = useApp();
  const change = async (status: Status): Promise<void> => {
    const { changeRoom } = await import("./room-header-calls.ts");
    const answer = await changeRoom(api, room.room_id.peek() ?? "", { status });
    if (!answer.ok) toasts.say(answer.problem.detail, { tone: "problem" });
    else {
      if (status === "archived")
        toasts.say("Archived. It stays readable.", { action: { label: "Undo", onPress: () => void change(before) } });
      void roomListOf(api).refresh();
    }
  };
  return change;
}
