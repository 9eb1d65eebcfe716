import { FRAME_KEYS } from "./frame-keys.ts";
import type { Combo } from "./key-combo.ts";

/** Where the focus has to be. */
export const SHORTCUT_PLACES = {
  anywhere: "Anywhere",
  room: "In a room",
  composer: "While writing",
  messages: "In the message list",
} as const;
export type ShortcutPlace = keyof typeof SHORTCUT_PLACES;

export interface Shortcut {
  readonly where: ShortcutPlace;
  readonly keys: readonly Combo[];
  readonly does: string;
}

/**
 * Every shortcut there is (ux §2.6). The sheet shows this table; a test finds keys that are given twice. Single letters
 * stand only under `messages`, and can be turned off.
 */
export const SHORTCUTS: readonly Shortcut[] = [
  { where: "anywhere", keys: [FRAME_KEYS.palette], does: "Go to a room, bot, setting or command" },
  { where: "anywhere", keys: [FRAME_KEYS.settings], does: "Search the settings" },
  { where: "anywhere", keys: [FRAME_KEYS.previous_room, FRAME_KEYS.next_room], does: "Previous, next room" },
  {
    where: "anywhere",
    keys: [FRAME_KEYS.previous_unread, FRAME_KEYS.next_unread],
    does: "Previous, next room with something unread",
  },
  { where: "anywhere", keys: [FRAME_KEYS.next_region, FRAME_KEYS.previous_region], does: "Next, previous region" },
  { where: "anywhere", keys: ["Escape"], does: "Close what is on top; then to the Stop button" },
  { where: "anywhere", keys: [FRAME_KEYS.shortcuts], does: "Show this sheet" },
  { where: "room", keys: [FRAME_KEYS.inspector], does: "Show or hide the inspector" },
  {
    where: "room",
    keys: [FRAME_KEYS.pane_1, FRAME_KEYS.pane_2, FRAME_KEYS.pane_3, FRAME_KEYS.pane_4],
    does: "People, Why, Prompt, Tokens",
  },
  { where: "room", keys: [FRAME_KEYS.stop], does: "Stop this reply" },
  { where: "room", keys: ["Mod+F"], does: "Search in the messages" },
  { where: "room", keys: ["Alt+R"], does: "Read the last finished reply aloud with a screen reader" },
  { where: "composer", keys: ["Enter"], does: "Send" },
  { where: "composer", keys: ["Shift+Enter"], does: "New line" },
  { where: "composer", keys: ["Mod+Enter"], does: "Send without waking bots" },
  { where: "composer", keys: ["@"], does: "Mention somebody" },
  { where: "composer", keys: ["/"], does: "Choose a command" },
  { where: "messages", keys: ["ArrowUp", "ArrowDown"], does: "Previous, next message" },
  { where: "messages", keys: ["Home", "End"], does: "First, newest message" },
  { where: "messages", keys: ["Enter"], does: "Into the actions of the message" },
  { where: "messages", keys: ["R"], does: "Reply" },
  { where: "messages", keys: ["C"], does: "Copy" },
  { where: "messages", keys: ["W"], does: "Why" },
  { where: "messages", keys: ["E"], does: "Edit" },
  { where: "messages", keys: ["+"], does: "React" },
  { where: "messages", keys: ["N"], does: "New take of a reply" },
  { where: "messages", keys: ["[", "]"], does: "Previous, next take" },
  { where: "messages", keys: ["Delete", "Backspace"], does: "Delete the message" },
  { where: "messages", keys: ["U"], does: "First unread message" },
  { where: "messages", keys: ["J"], does: "Newest message" },
];
