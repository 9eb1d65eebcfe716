/** How far a pointer goes before a press is a drag, CSS pixels. */
const SLOP_PX = 6;

/** Where in the queue a ticket lands that was dragged by `offset` places. Pure. */
export function movedOrder(ids: readonly string[], id: string, offset: number): readonly string[] {
  const from = ids.indexOf(id);
  const to = Math.max(0, Math.min(ids.length - 1, from + offset));
  return from < 0 || to === from ? ids : ids.toSpliced(from, 1).toSpliced(to, 0, id);
}

interface TicketDrag {
  readonly ticket_id: string;
  /** Those that wait, in order, at the time. */
  readonly ids: () => readonly string[];
  readonly move: (order: readonly string[]) => void;
}

/**
 * Moves a waiting ticket with mouse or pen. A finger scrolls the rail: it has the menu, as the keyboard does. While it is
 * dragged nothing but the ticket moves; the room answers with the new order. @returns How to stop.
 */
export function watchTicketDrag(ticket: HTMLElement, { ticket_id, ids, move }: TicketDrag): () => void {
  const abort = new AbortController();
  let begun: { readonly x: number; isDragged: boolean } | null = null;
  const on = (
    name: "pointerdown" | "pointermove" | "pointerup" | "pointercancel",
    act: (event: PointerEvent) => void,
  ) => ticket.addEventListener(name, act, { signal: abort.signal });
  const end = (event: PointerEvent, isTaken: boolean) => {
    const press = begun;
    begun = null;
    if (!press?.isDragged) return;
    ticket.classList.remove("ticket-dragged");
    ticket.style.removeProperty("--drag");
    const order = movedOrder(ids(), ticket_id, placesOf(ticket, event.clientX - press.x));
    if (isTaken && order.join() !== ids().join()) move(order);
    // The click that follows would open the menu.
    ticket.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => ticket.removeEventListener("click", swallow, { capture: true }));
  };
  on("pointerdown", ({ target, pointerType, button, clientX }) => {
    const isSkip = target instanceof Element && target.closest(".ticket-skip") !== null;
    if (pointerType !== "touch" && button === 0 && !isSkip) begun = { x: clientX, isDragged: false };
  });
  on("pointermove", ({ clientX, pointerId }) => {
    if (!begun) return;
    const moved = clientX - begun.x;
    if (!begun.isDragged && Math.abs(moved) > SLOP_PX) {
      begun.isDragged = true;
      ticket.setPointerCapture(pointerId);
      ticket.classList.add("ticket-dragged");
    }
    if (begun.isDragged) ticket.style.setProperty("--drag", `${moved}px`);
  });
  on("pointerup", (event) => end(event, true));
  on("pointercancel", (event) => end(event, false));
  return () => abort.abort();
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
