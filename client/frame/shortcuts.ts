import { FRAME_KEYS } from "./frame-keys.ts";
import type { Combo } from "./key-combo.ts";
import { LIST_KEYS } from "./list-keys.ts";

/** Where the focus has to be. */
export const SHORTCUT_PLACES = {
  anywhere: "Anywhere",
  room: "In a room",
  composer: "While writing",
  messages: "In the message list",
} as const;
export type ShortcutPlace = keyof typeof SHORTCUT_PLACES;

/** Keys that people may change, by what they do. */
export const KEYS = { ...FRAME_KEYS, ...LIST_KEYS } as const;
export type KeyId = keyof typeof KEYS;

/** A line of the sheet: several that belong together, each with words of its own in `each`, or one. */
export interface Shortcut {
  readonly where: ShortcutPlace;
  readonly ids: readonly KeyId[];
  /** Keys that stay what they are: the ways of fields and lists everywhere. */
  readonly fixed?: readonly Combo[];
  readonly does: string;
  readonly each?: readonly string[];
}

const anywhere = (ids: readonly KeyId[], does: string, each?: readonly string[]): Shortcut => ({
  where: "anywhere",
  ids,
  does,
  ...(each && { each }),
});
const inList = (ids: readonly KeyId[], does: string, each?: readonly string[]): Shortcut => ({
  ...anywhere(ids, does, each),
  where: "messages",
});
const fixed = (where: ShortcutPlace, keys: readonly Combo[], does: string): Shortcut => ({
  where,
  ids: [],
  fixed: keys,
  does,
});

/**
 * Every shortcut there is (ux §2.6). The sheet shows this table, the settings change it; a test finds keys that are
 * given twice. Single letters stand only under `messages`, and can be turned off.
 */
export const SHORTCUTS: readonly Shortcut[] = [
  anywhere(["palette"], "Go to a room, bot, setting or command"),
  anywhere(["settings"], "Search the settings"),
  anywhere(["previous_room", "next_room"], "Previous, next room", ["Previous room", "Next room"]),
  anywhere(["previous_unread", "next_unread"], "Previous, next room with something unread", [
    "Previous room with something unread",
    "Next room with something unread",
  ]),
  anywhere(["next_region", "previous_region"], "Next, previous region", ["Next region", "Previous region"]),
  fixed("anywhere", ["Escape"], "Close what is on top; then to the Stop button"),
  anywhere(["shortcuts"], "Show this sheet", ["Show all shortcuts"]),
  { where: "room", ids: ["inspector"], does: "Show or hide the inspector" },
  {
    where: "room",
    ids: ["pane_1", "pane_2", "pane_3", "pane_4", "pane_5"],
    does: "People, Why, Prompt, Tokens, Threads",
    each: ["Show People", "Show Why", "Show Prompt", "Show Tokens", "Show Threads"],
  },
  { where: "room", ids: ["stop"], does: "Stop this reply" },
  fixed("room", ["Alt+R"], "Read the last finished reply aloud with a screen reader"),
  fixed("composer", ["Enter"], "Send"),
  fixed("composer", ["Shift+Enter"], "New line"),
  fixed("composer", ["Mod+Enter"], "Send without waking bots"),
  fixed("composer", ["@"], "Mention somebody"),
  fixed("composer", ["/"], "Choose a command"),
  inList(["find"], "Search in the messages"),
  fixed("messages", ["ArrowUp", "ArrowDown"], "Previous, next message"),
  fixed("messages", ["Home", "End"], "First, newest message"),
  fixed("messages", ["Enter"], "Into the actions of the message"),
  inList(["reply"], "Reply"),
  inList(["copy"], "Copy"),
  inList(["why"], "Why"),
  inList(["thread"], "Its thread, beside the room"),
  inList(["edit"], "Edit"),
  inList(["react"], "React"),
  inList(["retake"], "New take of a reply"),
  inList(["previous_take", "next_take"], "Previous, next take", ["Previous take", "Next take"]),
  fixed("messages", ["ArrowLeft", "ArrowRight"], "Previous, next take, on a reply with several"),
  inList(["delete", "delete_too"], "Delete the message", ["Delete the message", "Delete the message, second key"]),
  inList(["unread"], "First unread message"),
  inList(["newest"], "Newest message"),
];

/** What one may change, one by one, in the order of the sheet. */
export const CHANGEABLE = SHORTCUTS.flatMap(({ where, ids, does, each }) =>
  ids.map((id, at) => ({ id, where, does: each?.[at] ?? does })),
);
