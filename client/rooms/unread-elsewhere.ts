import type { RoomListRow } from "../pages/room-list.ts";

type Counted = Pick<RoomListRow, "id" | "status" | "unread">;

/**
 * Unread messages of the rooms that may ask for attention: not of muted or archived ones, nor of `here`, the room on
 * screen, which is being read.
 */
export function unreadElsewhere(rows: readonly Counted[], here: string | null): number {
  const counted = rows.filter(({ id, status }) => id !== here && status !== "muted" && status !== "archived");
  return counted.reduce((sum, { unread }) => sum + unread, 0);
}

/** The room that an address shows; at the sample table it is the one this device was in last. */
export const roomAt = (path: string, last: string | null): string | null =>
  path === "/" ? last : (/^\/r\/([^/]+)/.exec(path)?.[1] ?? null);
