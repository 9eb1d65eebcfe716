import type { ComponentType, VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { AccountPanel } from "../settings/account-panel.tsx";
import { KeysPanel } from "../settings/keys-panel.tsx";
import { NotificationsPanel } from "../settings/notifications-panel.tsx";
import { PreferencePanel } from "../settings/preference-panel.tsx";
import { PrivacyPanel } from "../settings/privacy-panel.tsx";
import { SettingsNav } from "../settings/settings-nav.tsx";
import { FoundSettings } from "../settings/settings-search.tsx";
import { ShortcutKeys } from "../settings/shortcut-keys.tsx";
import { TAB_IDS, TABS, type TabId } from "../settings/tabs.ts";
import { WellbeingPanel } from "../settings/wellbeing-panel.tsx";
import { Icon } from "../ui/icon.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import "../styles/settings.css";
import "../styles/settings-cards.css";

const PANELS: Record<TabId, ComponentType> = {
  account: AccountPanel,
  appearance: () => <PreferencePanel tab="appearance" />,
  accessibility: () => (
    <>
      <PreferencePanel tab="accessibility" />
      <ShortcutKeys />
    </>
  ),
  notifications: NotificationsPanel,
  keys: KeysPanel,
  privacy: PrivacyPanel,
  wellbeing: WellbeingPanel,
};

/** `/settings` and its tabs. One search finds the settings of all of them. */
export function SettingsPage(): VNode {
  const { params } = useRoute();
  const asked = params["tab"];
  const tab = TAB_IDS.find((id) => id === asked) ?? null;
  useEffect(() => {
    document.title = `${tab ? `${TABS[tab]} · ` : ""}Settings · BotCafe`;
  }, [tab]);
  if (asked !== undefined && tab === null) return <NotFoundPage />;
  return <Settings tab={tab} />;
}

function Settings({ tab }: { tab: TabId | null }): VNode {
  const [query, setQuery] = useState("");
  useEffect(() => setQuery(""), [tab]);
  useShownSetting(tab);
  const Panel = PANELS[tab ?? "account"];
  const isFinding = query.trim() !== "";
  return (
    <div class={tab === null ? "settings settings-index" : "settings"}>
      <div class="settings-side">
        <h1>Settings</h1>
        <SearchField query={query} onQuery={setQuery} />
        <SettingsNav tab={tab} />
      </div>
      <section class={isFinding ? "settings-panel settings-finding" : "settings-panel"} aria-live="off">
        <h2 class="settings-title">{isFinding ? "Found" : TABS[tab ?? "account"]}</h2>
        {isFinding ? <FoundSettings query={query} /> : <Panel />}
      </section>
    </div>
  );
}

function SearchField({ query, onQuery }: { query: string; onQuery: (query: string) => void }): VNode {
  const field = useRef<HTMLInputElement>(null);
  const { query: address } = useLocation();
  const isAsked = "find" in address;
  useEffect(() => {
    if (isAsked) field.current?.focus();
  }, [isAsked]);
  return (
    <div class="settings-search">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        aria-label="Search the settings"
        placeholder="Search the settings"
        value={query}
        onInput={(event) => onQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || query === "") return;
          event.preventDefault();
          onQuery("");
        }}
      />
    </div>
  );
}

/** An address that names a setting leads to it. */
function useShownSetting(tab: TabId | null): void {
  const { url } = useLocation();
  useEffect(() => {
    const id = location.hash.slice(1);
    if (!id.startsWith("setting-")) return;
    // Forms stand there only once the account is known.
    const show = () => document.getElementById(id)?.scrollIntoView({ block: "start" });
    const timers = [0, 400].map((ms) => setTimeout(show, ms));
    return () => timers.forEach(clearTimeout);
  }, [tab, url]);
}
