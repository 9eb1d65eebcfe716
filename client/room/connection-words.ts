import { CLOSE } from "../../shared/protocol/close-codes.ts";
import type { CloseReason, RoomStatus, TurnedAway } from "../state/room-mirror.ts";

/** A short loss is not worth a word; a long one has another (ux §3.8). Milliseconds. */
export const QUIET_MS = 3_000;
export const OFFLINE_MS = 30_000;

const timeFormat = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const dayFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const DAY_MS = 24 * 60 * 60_000;

/** What the bar says over a copy of the room that the device has kept. Unix milliseconds. */
export function copyWords(kept_ms: number, now_ms: number): string {
  const format = now_ms - kept_ms < DAY_MS ? timeFormat : dayFormat;
  return `Offline. Showing what was here at ${format.format(kept_ms)}. What you send waits here.`;
}

/** What it says while the room lets nobody in, counting down; null in the end. */
export function turnedAwayWords({ code, until_ms }: TurnedAway, now_ms: number): string | null {
  const seconds = Math.ceil((until_ms - now_ms) / 1_000);
  if (seconds <= 0) return null;
  const why = code === CLOSE.room_full ? "This room is full: no more devices fit in." : "That was too much at once.";
  return `${why} Trying again in ${seconds} s. What you send waits here.`;
}

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
