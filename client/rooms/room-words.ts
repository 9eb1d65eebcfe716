import type { RoomListRow } from "../pages/room-list.ts";
import { titleOf } from "../pages/room-title.ts";
import { closeOpenMarks } from "../ui/markdown/close-open-marks.ts";
import { plainText } from "../ui/markdown/plain-text.ts";

/** What a room is called in lists: its title, else who sits in it. */
export const titleOfRoom = ({ title, bots }: Pick<RoomListRow, "title" | "bots">): string =>
  title ?? (titleOf(bots) || "Untitled room");

type Last = NonNullable<RoomListRow["last_message"]>;

/** A reply that failed before its first word would leave a name with nothing after it. */
const saidNothing = ({ entry, failed }: Last): boolean => failed && entry.trim() === "";

/** What was said last, in its words alone: what is covered in the room is not told in its list. */
export const lastLineOf = (last: Last): string =>
  saidNothing(last) ? "could not answer" : plainText(closeOpenMarks(last.entry));

/** As `<bdi>`, within one text: a name from right to left must not turn the line around, nor cut its beginning. */
const apart = (text: string): string => `\u2068${text}\u2069`;

/** The same with who said it, as one line of words. */
export const lastWords = (last: Last): string =>
  `${apart(last.author_name)}${saidNothing(last) ? "" : ":"} ${apart(lastLineOf(last))}`;

/** Who is speaking now: "Mara is speaking…"; null while nobody does. */
export function speakingWords(speaking: RoomListRow["speaking"] = []): string | null {
  if (speaking.length === 0) return null;
  return `${speaking.map(({ name }) => name).join(", ")} ${speaking.length === 1 ? "is" : "are"} speaking…`;
}

/** What goes on in a room, else what was said last, in one line; null where nothing was. */
export const newestWords = ({ speaking, last_message }: RoomListRow): string | null =>
  speakingWords(speaking) ?? (last_message && lastWords(last_message));

/** "1 unread message". */
export const unreadWords = (count: number): string => (count === 1 ? "1 unread message" : `${count} unread messages`);
