import type { PersonaRecord } from "../../../schema/tables/personas.ts";
import type { PersonaCard } from "../ports.ts";

/** A persona's row as prompts need it. */
export const personaCard = (row: PersonaRecord): PersonaCard => ({
  id: row.id,
  name: row.name,
  description: row.description,
  gender: row.gender,
  age: row.age,
  pronouns: row.pronouns,
  custom_pronouns: row.custom_pronouns,
  preferred_topics: row.interaction_preferences.preferred_topics.map(({ topic }) => topic),
  avoid_topics: row.interaction_preferences.avoid_topics.map(({ topic }) => topic),
  custom_instructions: row.custom_instructions,
});
