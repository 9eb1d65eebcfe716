import { nowMs } from "../../clock.ts";
import { log } from "../../log.ts";
import type { Clock, RoomLog } from "../ports.ts";

/** The platform's clock. Its timers end with this life of the object. */
export const platformClock: Clock = {
  nowMs,
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

export const platformLog: RoomLog = {
  warn: (message, facts) => log.warn(message, facts),
  error: (message, cause) => log.error(message, cause),
};
