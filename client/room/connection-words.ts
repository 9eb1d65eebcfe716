import { CLOSE } from "../../shared/protocol/close-codes.ts";
import type { CloseReason, RoomStatus } from "../state/room-mirror.ts";

/** A short loss is not worth a word; a long one has another (ux §3.8). Milliseconds. */
export const QUIET_MS = 3_000;
export const OFFLINE_MS = 30_000;

/** What the connection bar says after `ms` in a state; null hides it. */
export function connectionWords(status: RoomStatus, ms: number, closed: CloseReason | null): string | null {
  switch (status) {
    case "live":
      return null;
    case "connecting":
      if (ms < QUIET_MS) return null;
      return ms < OFFLINE_MS ? "Connecting. You can already write." : "Offline. What you send waits here.";
    case "reconnecting":
      if (ms < QUIET_MS) return null;
      return ms < OFFLINE_MS ? "Reconnecting. You can keep writing." : "Offline. What you send waits here.";
    case "closed":
      return CLOSED_WORDS[closed?.code ?? 0] ?? "This room has closed the connection.";
    default:
      return status satisfies never;
  }
}

const CLOSED_WORDS: Readonly<Record<number, string>> = {
  [CLOSE.unauthenticated]: "You are signed out. Sign in to go on.",
  [CLOSE.forbidden]: "You are no longer part of this room.",
  [CLOSE.not_found]: "There is no such room, or it is not shared with you.",
  [CLOSE.version]: "A new version is ready. Reload the page.",
  [CLOSE.deleted]: "This room was deleted.",
};
