import type { VNode } from "preact";
import { useApp } from "../ui/app-context.ts";
import { PreferenceRow } from "./preference-row.tsx";
import { SETTINGS } from "./settings-table.ts";
import type { TabId } from "./tabs.ts";

/** The preferences of one tab. They hold at once; there is nothing to save. */
export function PreferencePanel({ tab }: { tab: TabId }): VNode {
  const { preferences, session } = useApp();
  const problem = preferences.problem.value;
  const isKept = session.me.value !== null;
  return (
    <>
      <div class="setting-list">
        {SETTINGS.map(
          (setting) =>
            setting.tab === tab && setting.name !== undefined && <PreferenceRow key={setting.id} setting={setting} />,
        )}
      </div>
      <p class="page-note" role="status">
        {placeWords(problem, isKept)}
      </p>
    </>
  );
}

function placeWords(problem: string | null, isKept: boolean): string {
  if (problem !== null) return `Kept on this device; your account could not be told: ${problem}`;
  return isKept ? "Kept with your account, on every device." : "Kept on this device until you sign in.";
}
