import type { Preferences } from "../state/preferences.ts";
import { isClosingTime } from "./theme.ts";

/**
 * Puts what was chosen on the page: attributes that the stylesheet knows, and the size of its text. `public/theme.js`
 * does the same before the first paint.
 */
export function wearPreferences(values: Preferences): void {
  const { dataset, style } = document.documentElement;
  const theme = isClosingTime.value ? "closing" : values.theme;
  if (theme === "system") delete dataset["theme"];
  else dataset["theme"] = theme;
  style.fontSize = values.text_size === "100" ? "" : `${values.text_size}%`;
  dataset["density"] = values.density;
  dataset["font"] = values.font;
  dataset["lines"] = values.line_length;
  dataset["motion"] = values.motion;
}
