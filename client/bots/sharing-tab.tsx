import type { VNode } from "preact";
import { useId } from "preact/hooks";
import type { Visibility } from "./bot-answers.ts";
import { VISIBILITY_WORDS } from "./bot-words.ts";
import { sentenceOf, useEditor, useRight } from "./editor-context.ts";
import { SharedPeople } from "./shared-people.tsx";

/** Who may use it. What is chosen here is saved with the bot; people are let in and out at once. */
export function SharingTab(): VNode {
  const editor = useEditor();
  const bot = editor.bot.value;
  const isManager = useRight("admin");
  const chosen = editor.draft.value.sharing_visibility;
  const name = useId();
  const problem = sentenceOf(editor.fieldProblems.value.sharing_visibility);
  return (
    <div class="form">
      {!isManager && <p class="notice">You may edit this bot. Who sees it is its owner's to say.</p>}
      <fieldset class="choice-cards" disabled={!isManager}>
        <legend>Who may use it</legend>
        {(Object.keys(VISIBILITY_WORDS) as Visibility[]).map((visibility) => (
          <label key={visibility} class="choice-card">
            <input
              type="radio"
              name={name}
              checked={visibility === chosen}
              onChange={() => editor.edit({ sharing_visibility: visibility })}
            />
            <span class="choice-words">
              <b>{VISIBILITY_WORDS[visibility][0]}</b>
              <span class="choice-about">{VISIBILITY_WORDS[visibility][1]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {problem && <p class="field-problem">{problem}</p>}
      {bot && isManager && <SharedPeople bot={bot} />}
      {!bot && <p class="page-note">People are let in once the bot is saved.</p>}
    </div>
  );
}
