import type { VNode } from "preact";
import { useId, useState } from "preact/hooks";
import type { RoomListRow } from "../pages/room-list.ts";
import { MAX_TITLE, titleOf } from "../pages/room-title.ts";
import { useApp } from "../ui/app-context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { changeRoom } from "./room-changes.ts";

/** A room's title, for everyone in it. Emptied, the room is called by its bots. */
export function RenameRoom({ row, onClose }: { row: RoomListRow; onClose: () => void }): VNode {
  const { api, toasts } = useApp();
  const [title, setTitle] = useState(row.title ?? "");
  const form = useId();
  const save = () => {
    void changeRoom(api, toasts, row, { title: title.trim() || null });
    onClose();
  };
  return (
    <Dialog
      title="Rename the room"
      onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" form={form} class="button button-primary">
            Rename
          </button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField
          label="Title"
          hint={`Left empty, it is called ${titleOf(row.bots) || "Untitled room"}.`}
          value={title}
          maxLength={MAX_TITLE}
          onValue={setTitle}
        />
      </form>
    </Dialog>
  );
}
