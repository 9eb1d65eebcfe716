import type { VNode } from "preact";
import { useId } from "preact/hooks";
import { useApp } from "../ui/app-context.ts";
import { THEME_WORDS, THEMES } from "../ui/theme.ts";

/** Between which the device chooses. */
const DEVICE_THEMES = ["menu", "chalkboard"] as const;

/** The themes as small pages: what one chooses is what one sees. */
export function ThemePicker(): VNode {
  const { preferences } = useApp();
  const name = useId();
  const chosen = preferences.values.value.theme;
  return (
    <fieldset class="theme-picker">
      <legend>Theme</legend>
      {THEMES.map((theme) => (
        <label key={theme} class="theme-card">
          <input
            type="radio"
            name={name}
            checked={theme === chosen}
            onChange={() => preferences.choose("theme", theme)}
          />
          <span class="theme-samples" aria-hidden="true">
            {(theme === "system" ? DEVICE_THEMES : [theme]).map((worn) => (
              <span key={worn} class="theme-sample" data-theme={worn}>
                <i />
                <i />
                <i />
              </span>
            ))}
          </span>
          <span>{THEME_WORDS[theme]}</span>
        </label>
      ))}
    </fieldset>
  );
}
