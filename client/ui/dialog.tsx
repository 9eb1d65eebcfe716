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
 * A question the page waits for. A native modal dialog: focus stays inside, Esc and a press beside it close it, and the
 * focus returns to where it was. On phones it fills the lower part of the screen.
 */
export function Dialog({ title, children, actions, onClose }: DialogProps): VNode {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const isPressBeside = useRef(false);
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
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
          <h2 id={titleId} dir="auto">
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
