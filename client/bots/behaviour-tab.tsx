import type { VNode } from "preact";
import { FIELD_WORDS, WORD_FIELDS } from "./bot-words.ts";
import { sentenceOf, type TextName, useEditor } from "./editor-context.ts";
import { Segmented } from "./segmented.tsx";
import { TextList } from "./text-list.tsx";

const MAX_PHRASES = 50;
const MAX_PHRASE = 500;

/** How it talks, in words. What stays open is left to the model. */
export function BehaviourTab(): VNode {
  const editor = useEditor();
  const draft = editor.draft.value;
  const problems = editor.fieldProblems.value;
  return (
    <div class="form">
      {WORD_FIELDS.map(({ title, fields }) => (
        <section key={title} class="form-group">
          <h2>{title}</h2>
          {fields.map(({ field, words }) => (
            <Segmented
              key={field}
              label={FIELD_WORDS[field]}
              words={words}
              value={draft[field as TextName]}
              problem={sentenceOf(problems[field])}
              onValue={(value) => editor.edit({ [field]: value })}
            />
          ))}
        </section>
      ))}
      <TextList
        label={FIELD_WORDS.signature_phrases}
        hint="It uses them now and then, when they fit."
        item="Phrase"
        texts={draft.signature_phrases}
        max={MAX_PHRASES}
        maxLength={MAX_PHRASE}
        rows={1}
        problem={sentenceOf(problems.signature_phrases)}
        onTexts={(signature_phrases) => editor.edit({ signature_phrases })}
      />
    </div>
  );
}
