import { type Signal, signal } from "@preact/signals";

/** `system` follows the device between menu and chalkboard. */
export const THEMES = ["system", "menu", "chalkboard", "closing", "contrast"] as const;
export type Theme = (typeof THEMES)[number];
export const THEME_WORDS: Record<Theme, string> = {
  system: "Like the device",
  menu: "Menu (light)",
  chalkboard: "Chalkboard (dark)",
  closing: "Closing time (warm)",
  contrast: "High contrast",
};

/** Closing time, by the hours a person set for themselves: worn over whatever theme they chose. */
export const isClosingTime: Signal<boolean> = signal(false);
