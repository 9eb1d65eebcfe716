import * as z from "zod/mini";
import type { PersonaInput } from "../../shared/fields/personas.ts";

const Topics = z.array(z.object({ topic: z.string() }));

/** A persona as its own person has it. */
export const Persona = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  gender: z.nullable(z.string()),
  age: z.nullable(z.number()),
  pronouns: z.nullable(z.string()),
  custom_pronouns: z.nullable(z.string()),
  appearance: z.object({ avatar: z.nullable(z.string()), avatar_url: z.nullable(z.string()) }),
  interaction_preferences: z.object({ preferred_topics: Topics, avoid_topics: Topics }),
  is_default: z.boolean(),
  custom_instructions: z.string(),
  usage_count: z.number(),
});
export type Persona = z.infer<typeof Persona>;
export const Personas = z.object({ docs: z.array(Persona) });

/** A persona as its form holds it: flat, what is not said is "". */
export interface PersonaDraft {
  readonly name: string;
  readonly description: string;
  readonly gender: string;
  readonly age: string;
  readonly pronouns: string;
  readonly custom_pronouns: string;
  readonly avatar: string;
  readonly preferred_topics: readonly string[];
  readonly avoid_topics: readonly string[];
  readonly is_default: boolean;
  readonly custom_instructions: string;
}
export type PersonaField = keyof PersonaDraft;

/** What one begins with: oneself. @param name What people call the person. */
export const draftOfMe = (name: string, isFirst: boolean): PersonaDraft => ({
  name,
  description: isFirst ? "Myself, as I am." : "",
  gender: "",
  age: "",
  pronouns: "",
  custom_pronouns: "",
  avatar: "",
  preferred_topics: [],
  avoid_topics: [],
  is_default: isFirst,
  custom_instructions: "",
});

export const personaDraftOf = (persona: Persona): PersonaDraft => ({
  name: persona.name,
  description: persona.description,
  gender: persona.gender ?? "",
  age: persona.age === null ? "" : String(persona.age),
  pronouns: persona.pronouns ?? "",
  custom_pronouns: persona.custom_pronouns ?? "",
  avatar: persona.appearance.avatar ?? "",
  preferred_topics: persona.interaction_preferences.preferred_topics.map(({ topic }) => topic),
  avoid_topics: persona.interaction_preferences.avoid_topics.map(({ topic }) => topic),
  is_default: persona.is_default,
  custom_instructions: persona.custom_instructions,
});

const topicsOf = (topics: readonly string[]) => topics.map((topic) => ({ topic }));

/** The draft as the API takes it. */
export function personaBody(draft: PersonaDraft): Record<keyof PersonaInput, unknown> {
  const { name, description, gender, age, pronouns, custom_pronouns, is_default, custom_instructions } = draft;
  return {
    name: name.trim(),
    description: description.trim(),
    gender: gender || null,
    age: age.trim() === "" ? null : Number(age),
    pronouns: pronouns || null,
    custom_pronouns: pronouns === "other" ? custom_pronouns.trim() || null : null,
    appearance: { avatar: draft.avatar || null },
    interaction_preferences: {
      preferred_topics: topicsOf(draft.preferred_topics),
      avoid_topics: topicsOf(draft.avoid_topics),
    },
    is_default,
    custom_instructions,
  };
}

/** Only what `after` says otherwise than `before`. */
export function personaChanges(before: PersonaDraft, after: PersonaDraft): Record<string, unknown> {
  const [old, body] = [personaBody(before), personaBody(after)];
  const changed = Object.entries(body).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name as keyof PersonaInput]),
  );
  return Object.fromEntries(changed);
}

/** The field of the form that a problem is about. */
export function personaField(path: string): string {
  const parts = path.split(".");
  return parts[0] === "appearance" || parts[0] === "interaction_preferences" ? (parts[1] ?? "") : (parts[0] ?? "");
}
