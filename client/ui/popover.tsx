import type { ComponentChildren, VNode } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { useBeside } from "./use-beside.ts";

interface PopoverProps {
  /** What the panel is, for assistive technology. */
  readonly title: string;
  /** What the button shows. */
  readonly face: ComponentChildren;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/**
 * A button with a small panel beside it, for a few controls or a short explanation. The page behind stays usable: a press
 * or focus elsewhere closes it. Focus goes into the panel; Esc closes it and gives the focus back.
 */
export function Popover({ title, face, class: className = "button", children }: PopoverProps): VNode {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const id = useId();
  useBeside(
    isOpen,
    panel,
    button,
    (shown) => shown.focus({ preventScroll: true }),
    () => setOpen(false),
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <button
        type="button"
        ref={button}
        class={className}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {face}
      </button>
      {isOpen && (
        <div
          role="dialog"
          popover="manual"
          tabIndex={-1}
          ref={panel}
          id={id}
          aria-label={title}
          class="popover"
          onKeyDown={onKeyDown}
        >
          {children}
        </div>
      )}
    </>
  );
}
