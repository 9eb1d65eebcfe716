import { type ReadonlySignal, signal } from "@preact/signals";

/** Two rooms of 30 rem, the rail and a pane stand beside one another from here on (ux §2.8). */
const WIDE = matchMedia("(min-width: 1600px)");
const isWide = signal(WIDE.matches);
WIDE.addEventListener("change", () => {
  isWide.value = WIDE.matches;
});

/** Whether the window has a place for a second room. */
export const isPairWide: ReadonlySignal<boolean> = isWide;
