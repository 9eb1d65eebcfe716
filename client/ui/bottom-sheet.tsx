import type { ComponentChildren, VNode } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useEscape } from "../frame/use-escape.ts";
import { Icon } from "./icon.tsx";

/** Heights it rests at, parts of the screen; let go below the last one it closes (ux §2.7). */
const DETENTS = { half: 0.45, tall: 0.9 };
const CLOSES_BELOW = 0.25;
/** Movement below this is a press on the handle, CSS pixels. */
const DRAG_PX = 6;

interface BottomSheetProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly onClose: () => void;
}

type Detent = keyof typeof DETENTS;

/**
 * Something beside the page on a phone: at half height the page above stays in use. The handle is dragged, or pressed;
 * Esc and a button close it. Focus goes to its heading, and back when it closes.
 */
export function BottomSheet({ title, children, onClose }: BottomSheetProps): VNode {
  const id = useId();
  const [detent, setDetent] = useState<Detent>("half");
  const sheet = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEscape("sheet", onClose);
  useLayoutEffect(() => {
    const before = document.activeElement;
    sheet.current?.showPopover();
    heading.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  const handle = useSheetHandle(sheet, detent, setDetent, onClose);
  return (
    <section
      class={`bottom-sheet bottom-sheet-${detent}`}
      role="dialog"
      popover="manual"
      ref={sheet}
      aria-labelledby={id}
    >
      <button
        type="button"
        class="bottom-sheet-handle"
        aria-label={detent === "half" ? "Make taller" : "Make smaller"}
        {...handle}
      />
      <header class="bottom-sheet-head">
        <h2 id={id} ref={heading} tabIndex={-1} dir="auto">
          {title}
        </h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div class="bottom-sheet-body">{children}</div>
    </section>
  );
}

/** Dragging the handle moves the edge with the finger; letting go rests at the nearest height. A press changes it too. */
function useSheetHandle(
  sheet: { readonly current: HTMLElement | null },
  detent: Detent,
  setDetent: (detent: Detent) => void,
  onClose: () => void,
) {
  const grabbedAt = useRef<number | null>(null);
  const wasDragged = useRef(false);
  const partAt = (y: number) => Math.min(DETENTS.tall, Math.max(0, (innerHeight - y) / innerHeight));
  const letGo = (y: number) => {
    grabbedAt.current = null;
    if (!wasDragged.current) return;
    sheet.current?.style.removeProperty("block-size");
    const part = partAt(y);
    if (part < CLOSES_BELOW) onClose();
    else setDetent(part > (DETENTS.half + DETENTS.tall) / 2 ? "tall" : "half");
  };
  return {
    onClick: () => {
      if (!wasDragged.current) setDetent(detent === "half" ? "tall" : "half");
      wasDragged.current = false;
    },
    onPointerDown: ({ clientY, currentTarget, pointerId }: PointerEvent) => {
      if (currentTarget instanceof Element) currentTarget.setPointerCapture(pointerId);
      grabbedAt.current = clientY;
      wasDragged.current = false;
    },
    onPointerMove: ({ clientY }: PointerEvent) => {
      if (grabbedAt.current === null) return;
      wasDragged.current ||= Math.abs(clientY - grabbedAt.current) > DRAG_PX;
      if (wasDragged.current) sheet.current?.style.setProperty("block-size", `${partAt(clientY) * innerHeight}px`);
    },
    onPointerUp: ({ clientY }: PointerEvent) => letGo(clientY),
    onPointerCancel: ({ clientY }: PointerEvent) => letGo(clientY),
  };
}
