import type { PendingCommand } from "../state/pending-commands.ts";

/** How long sending goes without a word, milliseconds (ux §3.8). */
export const SENDING_MS = 300;

/** What is said of a message on its way; nothing while it is quick. */
export function pendingWords({ state, ask }: PendingCommand, isLive: boolean, isSlow: boolean): string {
  if (state === "failed") return "not sent";
  if (ask) return "written a while ago";
  if (!isLive) return "waiting for network";
  return isSlow ? "sending" : "";
}
