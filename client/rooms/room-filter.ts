import type { RoomListRow } from "../pages/room-list.ts";
import { lastLineOf, titleOfRoom } from "./room-words.ts";

/** What of the list is shown. Archived rooms are in none but their own. */
export const ROOM_FILTERS = ["all", "unread", "people", "solo", "archived"] as const;
export type RoomFilter = (typeof ROOM_FILTERS)[number];

export const FILTER_WORDS: Readonly<Record<RoomFilter, string>> = {
  all: "All",
  unread: "Unread",
  people: "With people",
  solo: "Solo",
  archived: "Archived",
};

/** Said where a filter leaves nothing. */
export const NONE_WORDS: Readonly<Record<RoomFilter, string>> = {
  all: "Every room of yours is archived.",
  unread: "Nothing is unread.",
  people: "No room with other people yet.",
  solo: "No room with you and one bot.",
  archived: "Nothing is archived.",
};

const FITS: Readonly<Record<RoomFilter, (row: RoomListRow) => boolean>> = {
  all: () => true,
  unread: ({ unread }) => unread > 0,
  people: ({ conversation_type }) => conversation_type === "group-chat",
  solo: ({ conversation_type }) => conversation_type === "single-bot",
  archived: () => true,
};

/** The rooms of `filter` that have every word of `search` in title, bots or last line. */
export function filterRooms(rows: readonly RoomListRow[], filter: RoomFilter, search: string): RoomListRow[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if ((row.status === "archived") !== (filter === "archived") || !FITS[filter](row)) return false;
    const text = textOf(row);
    return words.every((word) => text.includes(word));
  });
}

const textOf = (row: RoomListRow): string =>
  [
    titleOfRoom(row),
    ...row.bots.map(({ name }) => name),
    row.last_message?.author_name,
    row.last_message && lastLineOf(row.last_message),
  ]
    .join("\n")
    .toLocaleLowerCase();
