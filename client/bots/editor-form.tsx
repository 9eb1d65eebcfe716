import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { Tabs } from "../ui/tabs.tsx";
import { BehaviourTab } from "./behaviour-tab.tsx";
import { BOT_TABS, type BotTab } from "./bot-draft.ts";
import { TAB_WORDS } from "./bot-words.ts";
import { useEditor } from "./editor-context.ts";
import { LooksTab } from "./looks-tab.tsx";
import { LoreTab } from "./lore-tab.tsx";
import { PersonaTab } from "./persona-tab.tsx";
import { SharingTab } from "./sharing-tab.tsx";
import { StatsTab } from "./stats-tab.tsx";
import { TryPane } from "./try-pane.tsx";
import { useIsWide } from "./use-is-wide.ts";

interface EditorFormProps {
  readonly tab: BotTab;
  readonly onTab: (tab: BotTab) => void;
  readonly onSave: () => Promise<boolean>;
}

/** The tabs of the editor over one form. On wide screens trying stands beside them. */
export function EditorForm({ tab, onTab, onSave }: EditorFormProps): VNode {
  const editor = useEditor();
  const isWide = useIsWide();
  const shown = isWide && tab === "try" ? "persona" : tab;
  const tabs = BOT_TABS.filter((id) => !(isWide && id === "try")).map((id) => ({
    id,
    label: TAB_WORDS[id],
    isUnsaved: editor.unsavedTabs.value.has(id),
  }));
  useSaveKeys(onSave);
  return (
    <div class="editor-columns">
      <div class="editor-form">
        <Tabs
          name="Parts of the bot"
          tabs={tabs}
          selected={shown}
          onSelect={(id) => onTab(BOT_TABS.find((one) => one === id) ?? "persona")}
        >
          {shown === "try" ? <TryPane onSave={onSave} /> : <Panel tab={shown} />}
        </Tabs>
      </div>
      {isWide && (
        <aside class="editor-aside">
          <TryPane onSave={onSave} />
        </aside>
      )}
    </div>
  );
}

const PANELS: Readonly<Record<Exclude<BotTab, "try">, () => VNode>> = {
  persona: PersonaTab,
  behaviour: BehaviourTab,
  lore: LoreTab,
  looks: LooksTab,
  sharing: SharingTab,
  stats: StatsTab,
};

function Panel({ tab }: { tab: Exclude<BotTab, "try"> }): VNode {
  const Part = PANELS[tab];
  return <Part />;
}

/** Ctrl S, which would else save the page as a file. */
function useSaveKeys(onSave: () => Promise<boolean>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      void onSave();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [onSave]);
}
