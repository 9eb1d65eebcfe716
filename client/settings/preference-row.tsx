import type { VNode } from "preact";
import { choiceOf, type PreferenceName, standardOf } from "../state/preferences.ts";
import { useApp } from "../ui/app-context.ts";
import { type Choice, SelectField } from "../ui/field.tsx";
import type { Setting } from "./settings-table.ts";
import { ThemePicker } from "./theme-picker.tsx";

/** One preference: its choices, a dot where it is not what holds for everyone, and the way back. */
export function PreferenceRow({ setting }: { setting: Setting & { readonly name: PreferenceName } }): VNode {
  const { preferences } = useApp();
  const { id, name, label, hint, words } = setting;
  const value = preferences.values.value[name];
  const isChanged = value !== standardOf(name);
  const choices = Object.entries(words).map(([choice, word]): Choice<string> => ({ value: choice, label: word }));
  const choose = (chosen: string) => preferences.choose(name, choiceOf(name, chosen));
  return (
    <div id={`setting-${id}`} class={isChanged ? "setting setting-changed" : "setting"}>
      {name === "theme" ? (
        <ThemePicker />
      ) : (
        <SelectField label={label} hint={hint} value={value} choices={choices} onValue={choose} />
      )}
      {isChanged && (
        <button type="button" class="link-button setting-reset" onClick={() => preferences.reset(name)}>
          Reset this<span class="sr-only">: {label}</span>
        </button>
      )}
    </div>
  );
}
