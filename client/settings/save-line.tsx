import type { VNode } from "preact";
import type { Saving } from "./use-saving.ts";

/** The foot of a form: its button, that it is saved, or why it is not. */
export function SaveLine({ saving, label = "Save" }: { saving: Saving; label?: string }): VNode {
  const { isBusy, isSaved, problem } = saving;
  return (
    <div class="save-line">
      <button type="submit" class="button button-primary" aria-busy={isBusy} disabled={isBusy}>
        {label}
      </button>
      <p role="status">{isSaved && "Saved."}</p>
      {problem && (
        <p class="field-problem" role="alert">
          {problem.detail || "This could not be saved."}
        </p>
      )}
    </div>
  );
}
