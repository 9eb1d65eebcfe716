import type { PendingCommand } from "../state/pending-commands.ts";
import type { RoomStatus } from "../state/room-mirror.ts";

/** How long sending goes without a word, milliseconds (ux §3.8). */
export const SENDING_MS = 300;

/** What is said of a message on its way; nothing while it is quick. `lost`: the room does not open again. */
export function pendingWords({ state, ask }: PendingCommand, status: RoomStatus | "lost", isSlow: boolean): string {
  if (state === "failed") return "not sent";
  // What had been handed over may have been taken before the room was lost.
  if (status === "lost") return state === "queued" ? "not sent" : "perhaps not sent";
  if (ask) return "written a while ago";
  if (status === "closed") return "not sent yet";
  if (status !== "live") return "waiting for network";
  return isSlow ? "sending" : "";
}
