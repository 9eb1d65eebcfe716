import { CLOSE } from "../../shared/protocol/close-codes.ts";
import type { TurnedAway } from "../state/room-mirror.ts";

const timeFormat = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const dayFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const DAY_MS = 24 * 60 * 60_000;

/** What is said over a copy that the device has kept. Unix milliseconds. */
export function copyWords(kept_ms: number, now_ms: number): string {
  const format = now_ms - kept_ms < DAY_MS ? timeFormat : dayFormat;
  return `Showing what was here at ${format.format(kept_ms)}.`;
}

/** What the bar says while the room lets nobody in, counting down; null in the end. */
export function turnedAwayWords({ code, until_ms }: TurnedAway, now_ms: number): string | null {
  const seconds = Math.ceil((until_ms - now_ms) / 1_000);
  if (seconds <= 0) return null;
  const why = code === CLOSE.room_full ? "This room is full: no more devices fit in." : "That was too much at once.";
  return `${why} Trying again in ${seconds} s. What you send waits here.`;
}
