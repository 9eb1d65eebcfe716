import type { Combo } from "./key-combo.ts";

/** What the message list answers to, beside the arrows. The words for it stand in `shortcuts.ts`. */
export const LIST_KEYS = {
  find: "Mod+F",
  reply: "R",
  copy: "C",
  why: "W",
  thread: "T",
  edit: "E",
  react: "+",
  retake: "N",
  previous_take: "[",
  next_take: "]",
  delete: "Delete",
  delete_too: "Backspace",
  unread: "U",
  newest: "J",
} as const satisfies Record<string, Combo>;

export type ListCommand = keyof typeof LIST_KEYS;
