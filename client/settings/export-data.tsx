import type { VNode } from "preact";
import { jobsOf } from "../frame/job-list.ts";
import { useApp } from "../ui/app-context.ts";
import { startExport } from "./account-calls.ts";
import { useSaving } from "./use-saving.ts";

/** Everything of one's own in a file; it takes a while, and Activity shows how far it is. */
export function ExportData(): VNode {
  const { api } = useApp();
  const { isBusy, isSaved, problem, save } = useSaving();
  const start = async () => {
    if (await save(startExport(api))) void jobsOf(api).refresh();
  };
  return (
    <section id="setting-export" class="settings-card" aria-labelledby="export-title">
      <h2 id="export-title">Your data</h2>
      <p>Rooms, bots, lore, memories, personas, pictures and settings, as one ZIP file. Twice a day at most.</p>
      <div class="save-line">
        <button type="button" class="button" disabled={isBusy} aria-busy={isBusy} onClick={() => void start()}>
          Export my data
        </button>
        <p role="status">
          {isSaved && (
            <>
              Being gathered. <a href="/activity">Activity</a> has the file when it is ready.
            </>
          )}
        </p>
        {problem && (
          <p class="field-problem" role="alert">
            {problem.detail}
          </p>
        )}
      </div>
    </section>
  );
}
