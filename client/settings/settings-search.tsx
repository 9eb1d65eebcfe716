import type { VNode } from "preact";
import { findSettings } from "./find-settings.ts";
import { PreferenceRow } from "./preference-row.tsx";
import { TABS } from "./tabs.ts";

/** What was found, over all tabs: preferences can be changed right here, forms are a link away. */
export function FoundSettings({ query }: { query: string }): VNode {
  const found = findSettings(query);
  if (found.length === 0) {
    return (
      <p class="page-note" role="status">
        No setting is called like that.
      </p>
    );
  }
  return (
    <div class="setting-list">
      {found.map((setting) => (
        <section key={setting.id} class="found-setting" aria-label={setting.label}>
          <p class="found-tab">{TABS[setting.tab]}</p>
          {setting.name === undefined ? (
            <a class="found-link" href={`/settings/${setting.tab}#setting-${setting.id}`}>
              <span class="settings-link-name">{setting.label}</span>
              <span class="settings-link-hint">{setting.hint}</span>
            </a>
          ) : (
            <PreferenceRow setting={setting} />
          )}
        </section>
      ))}
    </div>
  );
}
