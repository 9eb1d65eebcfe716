import { z } from "zod";
import { Id, patchOf } from "./common.ts";

export const PERSONA_GENDERS = ["male", "female", "non-binary", "unspecified", "other"] as const;
export const PERSONA_PRONOUNS = ["he-him", "she-her", "they-them", "he-they", "she-they", "any", "other"] as const;

/** Most personas of one person. Chosen. */
export const MAX_PERSONAS = 100;

const Topics = z.array(z.strictObject({ topic: z.string().trim().min(1).max(200) })).max(50);

export const Appearance = z.strictObject({ avatar: Id.nullable().default(null) });
export type Appearance = z.infer<typeof Appearance>;

export const InteractionPreferences = z.strictObject({
  preferred_topics: Topics.default([]),
  avoid_topics: Topics.default([]),
});
export type InteractionPreferences = z.infer<typeof InteractionPreferences>;

/** Everything a person may write of a persona. `user` and `usage_count` are the server's. */
export const PersonaInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().min(1).max(20_000),
  gender: z.enum(PERSONA_GENDERS).nullable().default(null),
  /** Years. */
  age: z.int().min(0).max(10_000).nullable().default(null),
  pronouns: z.enum(PERSONA_PRONOUNS).nullable().default(null),
  custom_pronouns: z.string().trim().max(60).nullable().default(null),
  appearance: Appearance.prefault({}),
  interaction_preferences: InteractionPreferences.prefault({}),
  is_default: z.boolean().default(false),
  custom_instructions: z.string().max(20_000).default(""),
});
export type PersonaInput = z.infer<typeof PersonaInput>;
/** PATCH body: the fields given replace theirs. */
export const PersonaPatch = patchOf(PersonaInput);

export const PersonaRow = PersonaInput.extend({
  id: z.string(),
  user: z.string(),
  usage_count: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type PersonaRow = z.infer<typeof PersonaRow>;
