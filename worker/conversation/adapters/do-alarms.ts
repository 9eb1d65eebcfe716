import type { Alarms, RoomLog } from "../ports.ts";

/** The object's alarm. A write that fails is logged: the next change or the next wake sets it again. */
export function doAlarms(storage: DurableObjectStorage, log: RoomLog): Alarms {
  return {
    set(atMs) {
      const write = atMs === null ? storage.deleteAlarm() : storage.setAlarm(atMs);
      write.catch((cause) => log.error("the alarm could not be set", cause));
    },
  };
}
