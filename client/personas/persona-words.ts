import type { PersonaInput } from "../../shared/fields/personas.ts";
import type { PersonaField } from "./persona-draft.ts";

/** Fields as the form calls them. */
export const PERSONA_FIELD_WORDS: Readonly<Record<PersonaField, string>> = {
  name: "Name",
  description: "Description",
  gender: "Gender",
  age: "Age",
  pronouns: "Pronouns",
  custom_pronouns: "Your pronouns",
  avatar: "Picture",
  preferred_topics: "Likes to talk about",
  avoid_topics: "Would rather not",
  is_default: "Wear it in new rooms",
  custom_instructions: "How bots should treat you",
};

type Words<T> = Readonly<Record<NonNullable<T> & string, string>>;

export const PERSONA_GENDER_WORDS: Words<PersonaInput["gender"]> = {
  male: "Male",
  female: "Female",
  "non-binary": "Non-binary",
  unspecified: "Unspecified",
  other: "Other",
};
export const PRONOUN_WORDS: Words<PersonaInput["pronouns"]> = {
  "he-him": "he / him",
  "she-her": "she / her",
  "they-them": "they / them",
  "he-they": "he / they",
  "she-they": "she / they",
  any: "any",
  other: "others…",
};

/** "Used 3 times". */
export function usedWords(count: number): string {
  if (count === 0) return "Not used yet";
  return count === 1 ? "Used once" : `Used ${new Intl.NumberFormat().format(count)} times`;
}

/** What stands under the name: pronouns and age, as far as they are said. */
export function aboutWords(persona: {
  readonly pronouns: string | null;
  readonly custom_pronouns: string | null;
  readonly age: number | null;
}): string {
  const words: Readonly<Record<string, string>> = PRONOUN_WORDS;
  const pronouns = persona.pronouns === "other" ? persona.custom_pronouns : words[persona.pronouns ?? ""];
  return [pronouns, persona.age === null ? null : String(persona.age)].filter(Boolean).join(" · ");
}
