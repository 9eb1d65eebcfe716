import type { MessageRow } from "../../shared/fields/message.ts";
import { showOnDesktop } from "../ui/desktop-note.ts";
import { plainText } from "../ui/markdown/plain-text.ts";
import type { RoomScene } from "./room-context.ts";

/** What the reader is called in this room; "" while unknown. */
export const ownName = ({ members, me }: Pick<RoomScene, "members" | "me">): string =>
  members.peek().find(({ user_id }) => user_id === me.peek())?.name ?? "";

export const namesPerson = ({ entry }: MessageRow, name: string): boolean =>
  name !== "" && entry.toLowerCase().includes(`@${name.toLowerCase()}`);

/** Who hears of a message while the page is hidden. */
export interface Listener {
  readonly user_id: string | null;
  readonly name: string;
  readonly notify: "mentions" | "all" | "off";
}

/**
 * Whether a finished message is worth a word on the desktop: it names the person, or answers what they asked last; all,
 * where they want all. `before` is what was said before it. Pure.
 */
export function isWorthTelling(
  message: MessageRow,
  before: readonly MessageRow[],
  { user_id, name, notify }: Listener,
): boolean {
  const isOwn = message.bot === null && message.user === user_id;
  if (notify === "off" || isOwn || message.hidden) return false;
  if (notify === "all") return true;
  if (namesPerson(message, name)) return true;
  const question = before.findLast((m) => m.bot === null);
  return message.bot !== null && question?.user === user_id;
}

/** Most of a message that is shown outside the page, UTF-16 units. */
const MOST_SHOWN = 140;

/** Says so on the desktop. A newer word on the same room takes the place of the older. */
export function tellOutside(room: string, message: MessageRow): void {
  const title = `${message.author_name} · ${room}`;
  showOnDesktop({ title, body: plainText(message.entry).slice(0, MOST_SHOWN), tag: message.conversation });
}
