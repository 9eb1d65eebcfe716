/** Left to the system at both edges of the screen, CSS pixels: going back, the drawer (ux §2.7). */
const EDGE_PX = 32;
/** How far a finger goes before it is known where to. */
const SLOP_PX = 10;
/** How far it goes until the take is turned. Chosen: not by a slip, and still within a thumb's reach. */
const TURN_PX = 56;

interface Swipe {
  /** 1 for the take that follows in the direction of the text. */
  readonly turn: (by: -1 | 1) => void;
  readonly isRightToLeft: () => boolean;
}

/**
 * A finger drawn sideways over `element` turns its takes; up and down it scrolls, as everywhere. Nothing is told before
 * the finger is lifted. @returns How to stop.
 */
export function watchTakeSwipe(element: HTMLElement, { turn, isRightToLeft }: Swipe): () => void {
  let begun: { readonly x: number; readonly y: number; isSideways: boolean } | null = null;
  const rest = () => {
    begun = null;
    element.style.removeProperty("--swipe");
  };
  const start = ({ touches }: TouchEvent) => {
    const [touch] = touches;
    rest();
    if (!touch || touches.length > 1) return;
    const isInside = touch.clientX >= EDGE_PX && touch.clientX <= innerWidth - EDGE_PX;
    if (isInside) begun = { x: touch.clientX, y: touch.clientY, isSideways: false };
  };
  const move = (event: TouchEvent) => {
    const [touch] = event.touches;
    if (!begun || !touch) return;
    // Until it is known where the finger goes, the list has not been scrolled by anybody.
    event.stopPropagation();
    const [x, y] = [touch.clientX - begun.x, touch.clientY - begun.y];
    if (!begun.isSideways && Math.max(Math.abs(x), Math.abs(y)) < SLOP_PX) return;
    if (!begun.isSideways && Math.abs(y) >= Math.abs(x)) return rest();
    begun.isSideways = true;
    if (event.cancelable) event.preventDefault();
    element.style.setProperty("--swipe", `${Math.max(-TURN_PX, Math.min(TURN_PX, x))}px`);
  };
  const end = ({ changedTouches }: TouchEvent) => {
    const [touch] = changedTouches;
    const moved = begun?.isSideways && touch ? touch.clientX - begun.x : 0;
    rest();
    if (Math.abs(moved) >= TURN_PX) turn(moved < 0 === isRightToLeft() ? -1 : 1);
  };
  element.classList.add("message-turnable");
  element.addEventListener("touchstart", start, { passive: true });
  element.addEventListener("touchmove", move, { passive: false });
  element.addEventListener("touchend", end);
  element.addEventListener("touchcancel", rest);
  return () => {
    rest();
    element.classList.remove("message-turnable");
    element.removeEventListener("touchstart", start);
    element.removeEventListener("touchmove", move);
    element.removeEventListener("touchend", end);
    element.removeEventListener("touchcancel", rest);
  };
}
