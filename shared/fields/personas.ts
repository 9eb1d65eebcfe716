import { z } from "zod";
import { nameField } from "../names/display-names.ts";
import { Id } from "./common.ts";
import { rowPatch } from "./row-patch.ts";
import { MAX_CUSTOM_PRONOUNS } from "./users.ts";

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

/** Everything a person may write of a persona, with the limits of features 42. `user` and `usage_count` are the server's. */
export const PersonaInput = z.strictObject({
  name: nameField(100),
  description: z.string().trim().min(1).max(500),
  gender: z.enum(PERSONA_GENDERS).nullable().default(null),
  /** Years. */
  age: z.int().min(1).max(150).nullable().default(null),
  pronouns: z.enum(PERSONA_PRONOUNS).nullable().default(null),
  /** Of `other`, and needed there; with all others it is cleared. */
  custom_pronouns: z.string().trim().max(MAX_CUSTOM_PRONOUNS).nullable().default(null),
  appearance: Appearance.prefault({}),
  interaction_preferences: InteractionPreferences.prefault({}),
  is_default: z.boolean().default(false),
  custom_instructions: z.string().max(20_000).default(""),
});
export type PersonaInput = z.infer<typeof PersonaInput>;
/** PATCH body: the fields given replace theirs, of a group those given. */
export const PersonaPatch = rowPatch(PersonaInput);
export type PersonaPatch = z.output<typeof PersonaPatch.schema>;

/** A persona as its user sees it. Its limits are the input's alone: what was stored before them still shows. */
export const PersonaRow = PersonaInput.extend({
  name: z.string(),
  description: z.string(),
  age: z.number().nullable(),
  custom_pronouns: z.string().nullable(),
  appearance: z.object({
    avatar: z.string().nullable(),
    /** Path of the avatar on this site. Added. */
    avatar_url: z.string().nullable(),
  }),
  interaction_preferences: z.object({
    preferred_topics: z.array(z.object({ topic: z.string() })),
    avoid_topics: z.array(z.object({ topic: z.string() })),
  }),
  custom_instructions: z.string(),
  id: z.string(),
  user: z.string(),
  usage_count: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type PersonaRow = z.infer<typeof PersonaRow>;
