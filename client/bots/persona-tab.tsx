import type { VNode } from "preact";
import { useApp } from "../ui/app-context.ts";
import { ChipInput } from "../ui/chip-input.tsx";
import { SelectField, TextArea, TextField } from "../ui/field.tsx";
import { FIELD_WORDS, GENDER_WORDS } from "./bot-words.ts";
import { sentenceOf, useEditor, useRight, useTextField } from "./editor-context.ts";
import { SlugField } from "./slug-field.tsx";
import { TextList } from "./text-list.tsx";

/** Longest name, number of list items and their lengths, as the API takes them. */
const MAX_NAME = 100;
const MAX_ITEMS = 50;
const MAX_EXAMPLE = 20_000;
const MAX_TAG = 60;

const GENDERS = [
  { value: "", label: "Not said" },
  ...Object.entries(GENDER_WORDS).map(([value, label]) => ({ value, label })),
];

/** Who the bot is: what people see of it, and what it is told. */
export function PersonaTab(): VNode {
  const editor = useEditor();
  const draft = editor.draft.value;
  const problems = editor.fieldProblems.value;
  return (
    <div class="form">
      <TextField label={FIELD_WORDS.name} required maxLength={MAX_NAME} {...useTextField("name")} />
      <Address />
      <TextArea
        label={FIELD_WORDS.description}
        rows={2}
        hint="A line or two for lists and its page. Bots at the same table read it too."
        {...useTextField("description")}
      />
      <TextArea
        label={FIELD_WORDS.system_prompt}
        required
        rows={8}
        hint={
          <>
            Who it is, how it behaves, what it must not do. <code>{"{{char}}"}</code> is the bot,{" "}
            <code>{"{{user}}"}</code> whoever it talks with. Only editors see this.
          </>
        }
        {...useTextField("system_prompt")}
      />
      <TextArea
        label={FIELD_WORDS.greeting}
        hint="What it says before anybody else has spoken."
        {...useTextField("greeting")}
      />
      <TextList
        label={FIELD_WORDS.speech_examples}
        hint="Short exchanges show its voice better than adjectives. Begin lines with {{user}}: and {{char}}:."
        item="Example"
        texts={draft.speech_examples}
        max={MAX_ITEMS}
        maxLength={MAX_EXAMPLE}
        rows={3}
        problem={sentenceOf(problems.speech_examples)}
        onTexts={(speech_examples) => editor.edit({ speech_examples })}
      />
      <div class="field-pair">
        <SelectField label={FIELD_WORDS.gender} choices={GENDERS} {...useTextField("gender")} />
        <TextField label={FIELD_WORDS.age} type="number" min={1} max={200} hint="In years" {...useTextField("age")} />
      </div>
      <ChipInput
        label={FIELD_WORDS.tags}
        hint={sentenceOf(problems.tags) ?? "Enter or a comma adds one."}
        chips={draft.tags}
        max={MAX_ITEMS}
        maxLength={MAX_TAG}
        onChips={(tags) => editor.edit({ tags })}
      />
    </div>
  );
}

function Address(): VNode {
  const { session } = useApp();
  const editor = useEditor();
  const bot = editor.bot.value;
  const isManager = useRight("admin");
  const field = useTextField("slug");
  return (
    <SlugField
      value={field.value}
      problem={editor.fieldProblems.value.slug}
      onValue={field.onValue}
      saved={bot?.slug ?? ""}
      name={editor.draft.value.name}
      owner={bot?.user ?? session.me.value?.id ?? null}
      username={bot?.creator_username ?? null}
      disabled={!isManager}
    />
  );
}
