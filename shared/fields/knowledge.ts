import { z } from "zod";
import { Id, IsoDate, patchOf, Tags } from "./common.ts";

export const KNOWLEDGE_TYPES = ["text", "document", "url", "image", "audio", "video", "legacy_memory"] as const;
export const ACTIVATION_MODES = ["keyword", "vector", "hybrid", "constant", "disabled"] as const;
/** The first four are the schema's; SELECTIVE_* keep the meaning of imported books (activation.md §5). */
export const KEYWORDS_LOGICS = ["AND_ANY", "AND_ALL", "NOT_ALL", "NOT_ANY", "SELECTIVE_ANY", "SELECTIVE_ALL"] as const;
export const POSITIONS = [
  "system_top",
  "before_character",
  "after_character",
  "before_examples",
  "after_examples",
  "at_depth",
  "system_bottom",
] as const;
export type Position = (typeof POSITIONS)[number];
export const INSERT_ROLES = ["system", "user", "assistant"] as const;
export type InsertRole = (typeof INSERT_ROLES)[number];
export const TIMING_UNITS = ["message", "round"] as const;
/** What asks for a reply; an entry may name which of these it answers to (activation.md §4, gate 3). */
export const GENERATION_TRIGGERS = ["normal", "continue", "retake", "auto"] as const;
export type GenerationTrigger = (typeof GENERATION_TRIGGERS)[number];

/** Rows of one list of a group. Chosen. */
const MAX_LISTED = 200;

const Keys = z.array(z.strictObject({ keyword: z.string().max(500) })).max(1_000);

export const ActivationSettings = z.strictObject({
  activation_mode: z.enum(ACTIVATION_MODES).default("keyword"),
  primary_keys: Keys.default([]),
  secondary_keys: Keys.default([]),
  keywords_logic: z.enum(KEYWORDS_LOGICS).default("AND_ANY"),
  case_sensitive: z.boolean().default(false),
  match_whole_words: z.boolean().default(false),
  use_regex: z.boolean().default(false),
  vector_similarity_threshold: z.number().min(0).max(1).default(0.7),
  max_vector_results: z.int().min(1).max(20).default(5),
  /** Percent. */
  probability: z.number().min(0).max(100).default(100),
  use_probability: z.boolean().default(true),
  /** Messages to scan back. */
  scan_depth: z.int().min(1).max(20).default(2),
  match_in_user_messages: z.boolean().default(true),
  match_in_bot_messages: z.boolean().default(true),
  match_in_system_prompts: z.boolean().default(false),
  /** Reply kinds this entry answers to; empty means all. Added. */
  triggers: z.array(z.enum(GENERATION_TRIGGERS)).max(GENERATION_TRIGGERS.length).default([]),
});
export type ActivationSettings = z.infer<typeof ActivationSettings>;

export const Positioning = z.strictObject({
  position: z.enum(POSITIONS).default("after_character"),
  depth: z.int().min(0).max(100).default(4),
  role: z.enum(INSERT_ROLES).default("system"),
  order: z.int().min(0).max(1_000).default(100),
});

export const AdvancedActivation = z.strictObject({
  sticky: z.int().min(0).max(50).default(0),
  cooldown: z.int().min(0).max(50).default(0),
  delay: z.int().min(0).max(100).default(0),
  /** What sticky and cooldown count. Added. */
  timing_unit: z.enum(TIMING_UNITS).default("message"),
});

export const Filtering = z.strictObject({
  filter_by_bots: z.boolean().default(false),
  allowed_bot_ids: z
    .array(z.strictObject({ bot_id: Id }))
    .max(MAX_LISTED)
    .default([]),
  excluded_bot_ids: z
    .array(z.strictObject({ bot_id: Id }))
    .max(MAX_LISTED)
    .default([]),
  filter_by_personas: z.boolean().default(false),
  allowed_persona_ids: z
    .array(z.strictObject({ persona_id: Id }))
    .max(MAX_LISTED)
    .default([]),
  excluded_persona_ids: z
    .array(z.strictObject({ persona_id: Id }))
    .max(MAX_LISTED)
    .default([]),
  match_bot_description: z.boolean().default(false),
  match_bot_personality: z.boolean().default(false),
  match_persona_description: z.boolean().default(false),
});

/** `token_cost` is the server's and read-only; it stands in the row, not in what a person writes. */
export const BudgetControlInput = z.strictObject({
  ignore_budget: z.boolean().default(false),
  /** Tokens; 0 means no cap. */
  max_tokens: z.int().min(0).max(8_000).default(1_000),
});

export const PRIVACY_LEVELS = ["private", "shared", "public"] as const;
/** `password_protected` says whether there is a password and is the server's, as what it counts is. */
export const PrivacySettings = z.strictObject({
  privacy_level: z.enum(PRIVACY_LEVELS).default("private"),
  allow_sharing: z.boolean().default(false),
  share_expiration: IsoDate.nullable().default(null),
});

/** Where an entry's text comes from. What is counted of it, and what an upload was called, is the server's. */
export const ContentMetadataInput = z.strictObject({
  source_url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable()
    .default(null),
  author: z.string().trim().max(200).nullable().default(null),
  /** BCP 47, e.g. `en` or `pt-BR`. */
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$/, "is not a language tag such as en or pt-BR")
    .nullable()
    .default(null),
});

/** Longest entry, UTF-16 units: 200 KB, the string limit of imported cards (reliability S-16). */
export const MAX_ENTRY_TEXT = 200_000;

export const KnowledgeInput = z.strictObject({
  entry: z.string().trim().min(1).max(MAX_ENTRY_TEXT),
  /** What people call the entry in lists; empty falls back to its first key. Added. */
  title: z.string().max(200).default(""),
  type: z.enum(KNOWLEDGE_TYPES).default("text"),
  knowledge_collection: Id,
  tags: Tags.default([]),
  applies_to_bots: z.array(Id).max(100).default([]),
  applies_to_personas: z.array(Id).max(100).default([]),
  privacy_settings: PrivacySettings.prefault({}),
  content_metadata: ContentMetadataInput.prefault({}),
  activation_settings: ActivationSettings.prefault({}),
  positioning: Positioning.prefault({}),
  advanced_activation: AdvancedActivation.prefault({}),
  filtering: Filtering.prefault({}),
  budget_control: BudgetControlInput.prefault({}),
  /** What an import could not place in a field, kept verbatim for export. Added. */
  extensions: z.record(z.string(), z.json()).default({}),
});
export type KnowledgeInput = z.infer<typeof KnowledgeInput>;
export const KnowledgePatch = patchOf(KnowledgeInput);

/** The part of a Knowledge row the lore engine reads. Everything else about a row is not its business. */
export const LoreEntry = z.object({
  id: z.string(),
  knowledge_collection: z.string(),
  title: z.string(),
  entry: z.string(),
  applies_to_bots: z.array(z.string()),
  activation_settings: ActivationSettings,
  positioning: Positioning,
  advanced_activation: AdvancedActivation,
  filtering: Filtering,
  budget_control: BudgetControlInput,
});
export type LoreEntry = z.infer<typeof LoreEntry>;
