import type { RoomListRow } from "../pages/room-list.ts";
import { titleOf } from "../pages/room-title.ts";

/** What a room is called in lists: its title, else who sits in it. */
export const titleOfRoom = ({ title, bots }: Pick<RoomListRow, "title" | "bots">): string =>
  title ?? (titleOf(bots) || "Untitled room");

/** "1 unread message". */
export const unreadWords = (count: number): string => (count === 1 ? "1 unread message" : `${count} unread messages`);
