import { z } from "zod";
import { Id, IsoDate, patchOf, Tags } from "./common.ts";

export const COLLECTION_CATEGORIES = ["general", "memories", "reference", "worldbuilding"] as const;
export const SHARING_LEVELS = ["private", "shared", "public"] as const;
export const DIFFICULTY_LEVELS = ["beginner", "intermediate", "advanced"] as const;
export const PLACEMENTS = ["high_first", "low_first"] as const;

export const SharingSettings = z.strictObject({
  sharing_level: z.enum(SHARING_LEVELS).default("private"),
  allow_collaboration: z.boolean().default(false),
  allow_fork: z.boolean().default(false),
  sharing_expiration: IsoDate.nullable().default(null),
  collaboration_requests: z.boolean().default(false),
  is_public: z.boolean().default(false),
});

export const CollectionMetadataInput = z.strictObject({
  collection_category: z.enum(COLLECTION_CATEGORIES).default("general"),
  tags: Tags.default([]),
  difficulty_level: z.enum(DIFFICULTY_LEVELS).nullable().default(null),
});

/** Settings of the lore engine for all entries of a tome (activation.md §8–§10). Added. */
export const LoreSettings = z.strictObject({
  scan_depth: z.int().min(1).max(20).optional(),
  max_scan_depth: z.int().min(1).max(100).optional(),
  recursive_scanning: z.boolean().default(false),
  max_recursion_steps: z.int().min(0).max(20).default(0),
  /** Fewest entries that should fire by keyword; the window widens until they do. */
  min_activations: z.int().min(0).max(50).default(0),
  token_budget: z.int().min(0).max(1_000_000).optional(),
  placement: z.enum(PLACEMENTS).default("high_first"),
});
export type LoreSettings = z.infer<typeof LoreSettings>;

export const KnowledgeCollectionInput = z.strictObject({
  name: z.string().trim().min(1).max(200),
  bot: z.array(Id).max(100).default([]),
  description: z.string().max(20_000).default(""),
  sharing_settings: SharingSettings.prefault({}),
  collection_metadata: CollectionMetadataInput.prefault({}),
  lore_settings: LoreSettings.prefault({}),
  extensions: z.record(z.string(), z.json()).default({}),
});
export type KnowledgeCollectionInput = z.infer<typeof KnowledgeCollectionInput>;
export const KnowledgeCollectionPatch = patchOf(KnowledgeCollectionInput);
