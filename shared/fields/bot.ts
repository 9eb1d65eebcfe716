import { z } from "zod";
import { Id, patchOf, Tags } from "./common.ts";

export const GENDERS = ["male", "female", "non-binary", "other"] as const;
export const TONES = [
  "friendly",
  "professional",
  "playful",
  "mysterious",
  "wise",
  "humorous",
  "empathetic",
  "authoritative",
] as const;
export const FORMALITY_LEVELS = ["very-casual", "casual", "neutral", "formal", "very-formal"] as const;
export const HUMOR_STYLES = ["none", "light", "moderate", "dark", "sarcastic"] as const;
export const COMMUNICATION_STYLES = ["direct", "elaborate", "concise", "storytelling", "questioning"] as const;
export const RESPONSE_LENGTHS = ["very-short", "short", "medium", "long", "very-long"] as const;
export const CREATIVITY_LEVELS = ["conservative", "moderate", "creative", "highly-creative"] as const;
export const KNOWLEDGE_SHARING = ["very-limited", "limited", "balanced", "generous", "very-generous"] as const;
export const SHARING_VISIBILITIES = ["private", "shared", "public"] as const;

/** Longest prompt-bearing text of a bot, UTF-16 units. Chosen: four times the longest card text seen in the wild. */
export const MAX_PROMPT_TEXT = 200_000;

export const PersonalityTraits = z.strictObject({
  tone: z.enum(TONES).optional(),
  formality_level: z.enum(FORMALITY_LEVELS).optional(),
  humor_style: z.enum(HUMOR_STYLES).optional(),
  communication_style: z.enum(COMMUNICATION_STYLES).optional(),
});
export type PersonalityTraits = z.infer<typeof PersonalityTraits>;

export const BehaviorSettings = z.strictObject({
  response_length: z.enum(RESPONSE_LENGTHS).optional(),
  creativity_level: z.enum(CREATIVITY_LEVELS).optional(),
  knowledge_sharing: z.enum(KNOWLEDGE_SHARING).optional(),
});
export type BehaviorSettings = z.infer<typeof BehaviorSettings>;

export const SpeechExamples = z.array(z.strictObject({ example: z.string().trim().min(1).max(20_000) })).max(50);
export const SignaturePhrases = z.array(z.strictObject({ phrase: z.string().trim().min(1).max(500) })).max(50);

/** Everything a person may write of a bot. `user`, counts and `creator_*` are the server's. */
export const BotInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  slug: z.string().trim().max(60).optional(),
  description: z.string().max(MAX_PROMPT_TEXT).default(""),
  picture: Id.nullable().default(null),
  gender: z.enum(GENDERS).nullable().default(null),
  age: z.int().min(1).max(200).nullable().default(null),
  system_prompt: z.string().trim().min(1).max(MAX_PROMPT_TEXT),
  greeting: z.string().max(MAX_PROMPT_TEXT).default(""),
  speech_examples: SpeechExamples.default([]),
  personality_traits: PersonalityTraits.default({}),
  behavior_settings: BehaviorSettings.default({}),
  signature_phrases: SignaturePhrases.default([]),
  tags: Tags.default([]),
  sharing_visibility: z.enum(SHARING_VISIBILITIES).default("private"),
  knowledge_collections: z.array(Id).max(50).default([]),
  /** What an import could not place in a field, kept verbatim for export. Added. */
  extensions: z.record(z.string(), z.json()).default({}),
});
export type BotInput = z.infer<typeof BotInput>;
/** PATCH body: the fields given replace theirs. */
export const BotPatch = patchOf(BotInput);
