import type { VNode } from "preact";
import { FIELD_WORDS } from "./bot-words.ts";
import { useEditor } from "./editor-context.ts";

/** What is not saved, why it could not be, and the ways on. Stays in sight while there is something to save. */
export function SaveBar({ onSave }: { onSave: () => Promise<boolean> }): VNode | null {
  const editor = useEditor();
  const isNew = editor.bot.value === null;
  const fields = editor.unsaved.value;
  const problem = editor.problem.value;
  if (fields.length === 0 && !isNew) return null;
  const { name, system_prompt } = editor.draft.value;
  const isReady = name.trim() !== "" && system_prompt.trim() !== "";
  return (
    <footer class="save-bar">
      <div class="save-words">
        {problem ? (
          <p class="field-problem" role="alert">
            {problem.code === "offline" ? "You are offline. Your edits are kept on this device." : problem.detail}
          </p>
        ) : (
          <p>
            {isReady ? unsavedWords(fields.map((field) => FIELD_WORDS[field])) : "Needs a name and what it is told."}
          </p>
        )}
        {editor.isRestored.value && <p class="field-hint">From your last visit, kept on this device.</p>}
      </div>
      {fields.length > 0 && (
        <button type="button" class="button" disabled={editor.isBusy.value} onClick={() => editor.discard()}>
          Discard
        </button>
      )}
      <button
        type="button"
        class="button button-primary"
        title="Ctrl S"
        disabled={editor.isBusy.value || !isReady}
        onClick={() => void onSave()}
      >
        {isNew ? "Make the bot" : "Save"}
      </button>
    </footer>
  );
}

const listFormat = new Intl.ListFormat(undefined, { type: "conjunction" });
/** More names than this are a number. */
const MAX_NAMED = 3;

function unsavedWords(names: readonly string[]): string {
  if (names.length === 0) return "Nothing written yet.";
  return names.length > MAX_NAMED ? `${names.length} changes not saved` : `Not saved: ${listFormat.format(names)}`;
}
