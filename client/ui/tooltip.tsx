import type { VNode } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { placeBeside } from "./place-beside.ts";

/** How long a pointer rests before a tooltip comes, and how long it may be on its way there, milliseconds. */
const REST_MS = 400;
const LEAVE_MS = 150;

interface TooltipProps {
  /** One sentence. What matters must not be said here alone: on touch nobody sees it. */
  readonly words: string;
  /** The control, which takes `aria-describedby`. */
  readonly children: (describedBy: string) => VNode;
}

/** Words beside a control. The pointer may go onto them, they stay as long as it does, and Esc takes them away. */
export function Tooltip({ words, children }: TooltipProps): VNode {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const tip = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const later = (open: boolean, ms: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(open), ms);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    const { current } = tip;
    if (!isOpen || !current || !anchor.current) return;
    current.showPopover();
    placeBeside(current, anchor.current);
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      setOpen(false);
    };
    addEventListener("keydown", onKeyDown, true);
    return () => {
      removeEventListener("keydown", onKeyDown, true);
      if (current.isConnected) current.hidePopover();
    };
  }, [isOpen]);
  return (
    <span
      class="tooltip-anchor"
      ref={anchor}
      onPointerEnter={({ pointerType }) => pointerType !== "touch" && later(true, REST_MS)}
      onPointerLeave={() => later(false, LEAVE_MS)}
      onFocusIn={({ target }) => {
        if (target instanceof Element && target.matches(":focus-visible")) later(true, 0);
      }}
      onFocusOut={() => later(false, 0)}
    >
      {children(id)}
      <span class="tooltip" role="tooltip" popover="manual" id={id} ref={tip}>
        {words}
      </span>
    </span>
  );
}
