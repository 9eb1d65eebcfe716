import type { TargetedPointerEvent } from "preact";
import { useRef } from "preact/hooks";
import type { Ticket } from "../../shared/protocol/server-messages.ts";
import { useRoomScene } from "./room-context.ts";

/** How far a pointer goes before a press is a drag, CSS pixels. */
const SLOP_PX = 6;

type Press = TargetedPointerEvent<HTMLLIElement>;

/** Where in the queue a ticket lands that was dragged by `offset` places. Pure. */
export function movedOrder(ids: readonly string[], id: string, offset: number): readonly string[] {
  const from = ids.indexOf(id);
  const to = Math.max(0, Math.min(ids.length - 1, from + offset));
  return from < 0 || to === from ? ids : ids.toSpliced(from, 1).toSpliced(to, 0, id);
}

/**
 * Moves a waiting ticket with mouse or pen. A finger scrolls the rail: it has the menu, as the keyboard does. While it is
 * dragged nothing but the ticket moves; the room answers with the new order.
 */
export function useTicketDrag(ticket_id: string, waiting: readonly Ticket[], isMovable: boolean) {
  const { room } = useRoomScene();
  const begun = useRef<{ x: number; isDragged: boolean } | null>(null);
  if (!isMovable || waiting.length < 2) return {};
  const ids = waiting.map(({ id }) => id);
  const end = (event: Press, isTaken: boolean) => {
    const press = begun.current;
    const ticket = event.currentTarget;
    begun.current = null;
    if (!press?.isDragged) return;
    ticket.classList.remove("ticket-dragged");
    ticket.style.removeProperty("--drag");
    const order = movedOrder(ids, ticket_id, placesOf(ticket, event.clientX - press.x));
    if (isTaken && order !== ids) room.command({ type: "queue", order: [...order] });
    // The click that follows would open the menu.
    ticket.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => ticket.removeEventListener("click", swallow, { capture: true }));
  };
  return {
    onPointerDown: (event: Press) => {
      const isSkip = event.target instanceof Element && event.target.closest(".ticket-skip") !== null;
      if (event.pointerType !== "touch" && event.button === 0 && !isSkip) {
        begun.current = { x: event.clientX, isDragged: false };
      }
    },
    onPointerMove: (event: Press) => {
      const press = begun.current;
      if (!press) return;
      const moved = event.clientX - press.x;
      if (!press.isDragged && Math.abs(moved) > SLOP_PX) {
        press.isDragged = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.classList.add("ticket-dragged");
      }
      if (press.isDragged) event.currentTarget.style.setProperty("--drag", `${moved}px`);
    },
    onPointerUp: (event: Press) => end(event, true),
    onPointerCancel: (event: Press) => end(event, false),
  };
}

function swallow(event: Event): void {
  event.stopPropagation();
  event.preventDefault();
}

/** How many places `moved` pixels are, in reading direction. */
function placesOf(ticket: HTMLElement, moved: number): number {
  const isRtl = getComputedStyle(ticket).direction === "rtl";
  return Math.round((isRtl ? -moved : moved) / ticket.offsetWidth);
}
