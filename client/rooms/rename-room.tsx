import type { VNode } from "preact";
import { useId, useState } from "preact/hooks";
import { MAX_TITLE, titleOf } from "../pages/room-title.ts";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";

interface RenameProps {
  readonly title: string | null;
  /** Who sits in it. */
  readonly bots: readonly { readonly name: string }[];
  /** @returns Why it was not done, to be said beside the field; null where it was. */
  readonly onRename: (title: string | null) => Promise<string | null>;
  readonly onClose: () => void;
}

/** A room's title, for everyone in it. Emptied, the room is called by its bots. */
export function RenameRoom({ title, bots, onRename, onClose }: RenameProps): VNode {
  const [name, setName] = useState(title ?? "");
  const [problem, setProblem] = useState<string | undefined>();
  const [isBusy, setBusy] = useState(false);
  const form = useId();
  const save = async () => {
    setBusy(true);
    const refusal = await onRename(name.trim() || null);
    setBusy(false);
    if (refusal === null) onClose();
    else setProblem(refusal);
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
          <button type="submit" form={form} class="button button-primary" disabled={isBusy}>
            {isBusy ? "Saving…" : "Rename"}
          </button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label="Title"
          hint={`Left empty, it is called ${titleOf(bots) || "Untitled room"}.`}
          value={name}
          maxLength={MAX_TITLE}
          problem={problem}
          onValue={(value) => {
            setName(value);
            setProblem(undefined);
          }}
        />
      </form>
    </Dialog>
  );
}
