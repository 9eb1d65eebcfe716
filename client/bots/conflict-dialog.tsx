import type { VNode } from "preact";
import { Dialog } from "../ui/dialog.tsx";
import { FIELD_WORDS } from "./bot-words.ts";
import { ClashView } from "./clash-view.tsx";
import { useEditor } from "./editor-context.ts";

/** Somebody saved while we wrote: both versions of what both changed. */
export function ConflictDialog(): VNode | null {
  const editor = useEditor();
  const conflict = editor.conflict.value;
  if (!conflict) return null;
  const { clashes } = conflict;
  const close = () => editor.settle("mine");
  if (clashes.length === 0) {
    return (
      <Dialog
        title="Somebody changed this bot meanwhile"
        onClose={close}
        actions={
          <button type="button" class="button button-primary" onClick={close}>
            Go on
          </button>
        }
      >
        <p>Their changes are in the form now, beside yours. They do not touch each other. Save when it reads well.</p>
      </Dialog>
    );
  }
  return (
    <Dialog
      title="Somebody changed this bot meanwhile"
      onClose={close}
      actions={
        <>
          <button type="button" class="button" onClick={() => editor.settle("theirs")}>
            Take theirs
          </button>
          <button type="button" class="button button-primary" onClick={close}>
            Keep mine
          </button>
        </>
      }
    >
      <p>You both changed the same. Nothing is saved yet: what you choose stands in the form.</p>
      {clashes.map((clash) => (
        <ClashView key={clash.field} of={FIELD_WORDS[clash.field]} {...clash} />
      ))}
    </Dialog>
  );
}
