import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { PhoneDialog } from "../first-run/phone-dialog.tsx";
import { deleteWithUndo } from "../frame/undo-deletion.ts";
import { InviteDialog } from "../invitations/invite-dialog.tsx";
import { roomListOf } from "../pages/room-list.ts";
import { RenameRoom } from "../rooms/rename-room.tsx";
import { useApp } from "../ui/app-context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { ExportDialog } from "./export-dialog.tsx";
import { type RoomQuestion, useRoomScene } from "./room-context.ts";
import { changeRoom } from "./room-header-calls.ts";

interface QuestionProps {
  readonly room_id: string;
  readonly title: string;
  readonly onClose: () => void;
}

/** The question a choice of the room's menu leads to. */
export function RoomDialog({ question, ...props }: QuestionProps & { question: RoomQuestion }): VNode {
  if (question === "rename") return <RenameDialog {...props} />;
  if (question === "export") return <ExportDialog {...props} />;
  if (question === "invite") return <InviteDialog {...props} />;
  return question === "delete" ? <DeleteDialog {...props} /> : <PhoneDialog {...props} />;
}

function RenameDialog({ room_id, onClose }: QuestionProps): VNode {
  const { api } = useApp();
  const { room, bots } = useRoomScene();
  const rename = async (title: string | null) => {
    const answer = await changeRoom(api, room_id, { title });
    if (!answer.ok) return answer.problem.errors[0]?.message ?? answer.problem.detail;
    void roomListOf(api).refresh();
    return null;
  };
  const title = room.view.peek()?.room.title ?? null;
  return <RenameRoom title={title} bots={bots.value} onRename={rename} onClose={onClose} />;
}

function DeleteDialog({ room_id, title, onClose }: QuestionProps): VNode {
  const { api, toasts } = useApp();
  const { route } = useLocation();
  const { members, me } = useRoomScene();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const others = members.value.filter(({ user_id }) => user_id !== me.value).map(({ name }) => name);
  const remove = async () => {
    setBusy(true);
    const list = roomListOf(api);
    const onBack = () => void list.refresh();
    const answer = await deleteWithUndo(api, toasts, { path: `/conversations/${room_id}`, name: title, onBack });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem.detail);
    void list.refresh();
    return route("/rooms", true);
  };
  return (
    <Dialog
      title={`Delete “${title}”?`}
      onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>
            Keep it
          </button>
          <button type="button" class="button button-stop" disabled={isBusy} onClick={() => void remove()}>
            {isBusy ? "Deleting…" : "Delete for everyone"}
          </button>
        </>
      }
    >
      <p>{lossWords(others)}</p>
      <p>The bots and their tomes stay. For ten minutes you can bring the room back.</p>
      {problem && (
        <p class="form-problem" role="alert">
          {problem}
        </p>
      )}
    </Dialog>
  );
}

const names = new Intl.ListFormat(undefined, { type: "conjunction" });
/** Most people named; the rest is a number. */
const MOST_NAMES = 3;

/** What goes, and who else loses it. */
function lossWords(others: readonly string[]): string {
  const all = "Every message, take and receipt of this room goes.";
  if (others.length === 0) return all;
  const more = others.length - MOST_NAMES;
  const who = more > 0 ? [...others.slice(0, MOST_NAMES), more === 1 ? "1 more" : `${more} more`] : others;
  return `${all} ${names.format(who)} will no longer find it either.`;
}
