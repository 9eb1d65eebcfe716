import { browserClock } from "../net/browser-clock.ts";
import { LateDeletions } from "./late-deletions.ts";

/** Those of this page. They outlive the screen that began them, and are made when the page is left. */
export const pageDeletions = new LateDeletions(browserClock);
addEventListener("pagehide", () => pageDeletions.flush());
