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
  const missing = missingWords(editor.draft.value);
  return (
    <footer class="save-bar">
      <div class="save-words">
        {problem ? (
          <p class="field-problem" role="alert">
            {problem.code === "offline" ? "You are offline. Your edits are kept on this device." : problem.detail}
          </p>
        ) : (
          <p>{missing === "" ? unsavedWords(fields.map((field) => FIELD_WORDS[field])) : missing}</p>
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
        disabled={editor.isBusy.value || missing !== ""}
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

/** What a bot cannot be without and has not got yet; nothing where it has both. */
function missingWords({ name, system_prompt }: { readonly name: string; readonly system_prompt: string }): string {
  const missing = [name.trim() === "" && "a name", system_prompt.trim() === "" && "what it is told"].filter(Boolean);
  return missing.length === 0 ? "" : `Needs ${missing.join(" and ")}.`;
}
