import type { ClientClock } from "../state/ports.ts";

/** The page's clock and timers. */
export const browserClock: ClientClock = {
  nowMs: () => Date.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};
