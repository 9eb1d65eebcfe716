import type { VNode } from "preact";
import { choiceOf } from "../state/preferences.ts";
import { useApp } from "../ui/app-context.ts";
import { SETTINGS } from "./settings-table.ts";
import { TAB_HINTS, TAB_IDS, TABS, type TabId } from "./tabs.ts";

/** The tabs as links; a dot where something on one is not as it is for everyone. */
export function SettingsNav({ tab }: { tab: TabId | null }): VNode {
  const { preferences } = useApp();
  const kept = preferences.kept.value;
  const changed = new Set(
    SETTINGS.flatMap((setting) =>
      setting.name !== undefined &&
      setting.name in kept &&
      choiceOf(setting.name, kept[setting.name]) === kept[setting.name]
        ? [setting.tab]
        : [],
    ),
  );
  return (
    <nav class="settings-nav" aria-label="Settings">
      {TAB_IDS.map((id) => (
        <a key={id} class="settings-link" href={`/settings/${id}`} aria-current={id === tab ? "page" : undefined}>
          <span class="settings-link-name">
            {TABS[id]}
            {changed.has(id) && (
              <span class="tab-dot">
                <span class="sr-only"> (changed)</span>
              </span>
            )}
          </span>
          <span class="settings-link-hint">{TAB_HINTS[id]}</span>
        </a>
      ))}
    </nav>
  );
}
