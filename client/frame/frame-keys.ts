import type { Combo } from "./key-combo.ts";

/** What the frame itself answers to, whichever screen is shown. The words for it stand in `shortcuts.ts`. */
export const FRAME_KEYS = {
  palette: "Mod+K",
  settings: "Mod+,",
  shortcuts: "?",
  previous_room: "Alt+ArrowUp",
  next_room: "Alt+ArrowDown",
  previous_unread: "Alt+Shift+ArrowUp",
  next_unread: "Alt+Shift+ArrowDown",
  inspector: "Mod+.",
  pane_1: "Mod+1",
  pane_2: "Mod+2",
  pane_3: "Mod+3",
  pane_4: "Mod+4",
  pane_5: "Mod+5",
  next_region: "F6",
  previous_region: "Shift+F6",
  stop: "Mod+Shift+.",
} as const satisfies Record<string, Combo>;

export type FrameCommand = keyof typeof FRAME_KEYS;
