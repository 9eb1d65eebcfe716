import type { VNode } from "preact";
import { ChipInput } from "../ui/chip-input.tsx";
import { SelectField, SwitchField, TextArea, TextField } from "../ui/field.tsx";
import type { PersonaDraft, PersonaField } from "./persona-draft.ts";
import { PERSONA_GENDER_WORDS, PRONOUN_WORDS } from "./persona-words.ts";

/** Lengths and counts as the API takes them. */
const MAX_NAME = 100;
const MAX_DESCRIPTION = 500;
const MAX_PRONOUNS = 50;
const MAX_TOPICS = 50;
const MAX_TOPIC = 200;
const MAX_INSTRUCTIONS = 20_000;

const choices = (words: Readonly<Record<string, string>>) => [
  { value: "", label: "Not said" },
  ...Object.entries(words).map(([value, label]) => ({ value, label })),
];
const GENDERS = choices(PERSONA_GENDER_WORDS);
const PRONOUNS = choices(PRONOUN_WORDS);

interface PersonaFieldsProps {
  readonly draft: PersonaDraft;
  readonly edit: (changes: Partial<PersonaDraft>) => void;
  readonly wrong: (name: PersonaField) => string | undefined;
}

export function PersonaFields({ draft, edit, wrong }: PersonaFieldsProps): VNode {
  const text = (
    name: "name" | "description" | "gender" | "age" | "pronouns" | "custom_pronouns" | "custom_instructions",
  ) => ({
    value: draft[name],
    problem: wrong(name),
    onValue: (value: string) => edit({ [name]: value }),
  });
  return (
    <>
      <TextField label="Name" required maxLength={MAX_NAME} hint="What bots call you." {...text("name")} />
      <TextArea
        label="Description"
        required
        rows={3}
        maxLength={MAX_DESCRIPTION}
        hint={`Who they meet. Bots read this. ${draft.description.length} of ${MAX_DESCRIPTION}`}
        {...text("description")}
      />
      <div class="field-trio">
        <SelectField label="Pronouns" choices={PRONOUNS} {...text("pronouns")} />
        <SelectField label="Gender" choices={GENDERS} {...text("gender")} />
        <TextField label="Age" type="number" min={1} max={150} {...text("age")} />
      </div>
      {draft.pronouns === "other" && (
        <TextField label="Your pronouns" required maxLength={MAX_PRONOUNS} {...text("custom_pronouns")} />
      )}
      <SwitchField
        label="Wear it in new rooms"
        isOn={draft.is_default}
        onChange={(is_default) => edit({ is_default })}
      />
      <details
        class="persona-more"
        open={draft.preferred_topics.length + draft.avoid_topics.length + draft.custom_instructions.length > 0}
      >
        <summary>Topics and wishes</summary>
        <div class="form">
          <ChipInput
            label="Likes to talk about"
            chips={draft.preferred_topics}
            max={MAX_TOPICS}
            maxLength={MAX_TOPIC}
            onChips={(preferred_topics) => edit({ preferred_topics })}
          />
          <ChipInput
            label="Would rather not"
            chips={draft.avoid_topics}
            max={MAX_TOPICS}
            maxLength={MAX_TOPIC}
            onChips={(avoid_topics) => edit({ avoid_topics })}
          />
          <TextArea
            label="How bots should treat you"
            rows={3}
            maxLength={MAX_INSTRUCTIONS}
            hint="In your own words; bots are told this while you wear it."
            {...text("custom_instructions")}
          />
        </div>
      </details>
    </>
  );
}
