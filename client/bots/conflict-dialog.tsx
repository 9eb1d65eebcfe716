import type { VNode } from "preact";
import { Dialog } from "../ui/dialog.tsx";
import type { Clash } from "./bot-draft.ts";
import { FIELD_WORDS } from "./bot-words.ts";
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
        <ClashView key={clash.field} clash={clash} />
      ))}
    </Dialog>
  );
}

const ClashView = ({ clash: { field, mine, theirs } }: { clash: Clash }): VNode => (
  <section class="clash" aria-label={FIELD_WORDS[field]}>
    <h3>{FIELD_WORDS[field]}</h3>
    <div class="clash-sides">
      <figure>
        <figcaption>Yours</figcaption>
        <p dir="auto">{wordsOf(mine)}</p>
      </figure>
      <figure>
        <figcaption>Theirs</figcaption>
        <p dir="auto">{wordsOf(theirs)}</p>
      </figure>
    </div>
  </section>
);

const wordsOf = (value: Clash["mine"]): string => (typeof value === "string" ? value : value.join("\n")) || "(empty)";
