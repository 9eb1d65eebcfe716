import type { RoomListRow } from "../pages/room-list.ts";

type Counted = Pick<RoomListRow, "id" | "status" | "unread">;

/**
 * Unread messages of the rooms that may ask for attention: not of muted or archived ones, nor of those `here`, on
 * screen, which are being read.
 */
export function unreadElsewhere(rows: readonly Counted[], here: readonly (string | null)[]): number {
  const counted = rows.filter(({ id, status }) => !here.includes(id) && status !== "muted" && status !== "archived");
  return counted.reduce((sum, { unread }) => sum + unread, 0);
}

/** The room that an address shows; at the sample table it is the one this device was in last. */
export const roomAt = (path: string, last: string | null): string | null =>
  path === "/" ? last : (/^\/r\/([^/]+)/.exec(path)?.[1] ?? null);
