import { isRightToLeft } from "./direction.ts";

/** Space between a popover and what it belongs to, and between it and the edges of the window, CSS pixels. */
const GAP_PX = 4;
const MARGIN_PX = 8;

/** Puts a popover below `anchor`, or above where there is more room, inside the window. Through CSSOM, no attribute. */
export function placeBeside(popover: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const below = innerHeight - at.bottom - GAP_PX - MARGIN_PX;
  const above = at.top - GAP_PX - MARGIN_PX;
  const isBelow = below >= height || below >= above;
  const top = isBelow ? at.bottom + GAP_PX : Math.max(MARGIN_PX, at.top - GAP_PX - height);
  const start = isRightToLeft(anchor) ? at.right - width : at.left;
  const left = Math.max(MARGIN_PX, Math.min(start, innerWidth - width - MARGIN_PX));
  popover.style.top = `${top}px`;
  popover.style.left = `${left}px`;
  popover.style.maxHeight = `${isBelow ? below : above}px`;
}
