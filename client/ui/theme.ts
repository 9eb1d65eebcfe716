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

/** Also read by `public/theme.js`, before the first paint. */
const STORED = "botcafe.theme";

/** The chosen theme. Change it with `chooseTheme`. */
export const theme: Signal<Theme> = signal(readTheme());

export function chooseTheme(next: Theme): void {
  theme.value = next;
  if (next === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = next;
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // A browser that stores nothing still shows the theme for this visit.
  }
}

function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(STORED);
    return THEMES.find((name) => name === stored) ?? "system";
  } catch {
    return "system";
  }
}
