import type { ComponentChildren, VNode } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";

interface DialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Buttons at its foot, the one that goes on last. */
  readonly actions?: ComponentChildren;
  readonly onClose: () => void;
}

/**
 * A question the page waits for. A native modal dialog: the focus goes to its first field, or to its title where it only
 * says something, stays inside and returns to where it was; Esc and a press beside it close it. On phones it fills the
 * lower part of the screen.
 */
export function Dialog({ title, children, actions, onClose }: DialogProps): VNode {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const isPressBeside = useRef(false);
  useLayoutEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    const before = document.activeElement;
    dialog.showModal();
    firstOf(dialog)?.focus();
    return () => {
      dialog.close();
      const isThere = before instanceof HTMLElement && before !== document.body && before.isConnected;
      if (isThere) before.focus();
      // What had opened it went with what was done in it.
      else document.getElementById("main")?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={element}
      class="dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        // The layer below has its own Esc.
        if (event.key === "Escape") event.stopPropagation();
      }}
      onPointerDown={(event) => {
        // A selection dragged out of a field ends beside the dialog, but did not begin there.
        isPressBeside.current = event.target === element.current;
      }}
      onClick={(event) => {
        if (isPressBeside.current && event.target === element.current) onClose();
      }}
    >
      <div class="dialog-card">
        <header class="dialog-head">
          <h2 id={titleId} dir="auto" tabIndex={-1}>
            {title}
          </h2>
          <button type="button" class="icon-button" aria-label="Close" onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        <div class="dialog-body">{children}</div>
        {actions !== undefined && <footer class="dialog-foot">{actions}</footer>}
      </div>
    </dialog>
  );
}

/** What can be written or chosen first; else the title, so that it is read before the buttons. */
function firstOf(dialog: HTMLElement): HTMLElement | null {
  const fields = dialog.querySelectorAll<HTMLElement>(".dialog-body :is(input, textarea, select)");
  const isOpen = (field: HTMLElement) => !field.matches(":disabled, [type=radio]:not(:checked)");
  return [...fields].find(isOpen) ?? dialog.querySelector("h2");
}
