import { z } from "zod";
import { RightShape } from "./access-control.ts";
import { BudgetControlInput, KnowledgeInput, PrivacySettings } from "./knowledge.ts";

/** A lore entry as answers carry it, to anyone who may read its tome. */
export const KnowledgeRow = z.object({
  ...KnowledgeInput.shape,
  id: z.string(),
  /** The tome's owner. */
  user: z.string(),
  /** Tokens of `entry`, estimated when it is written. */
  tokens: z.number(),
  is_vectorized: z.boolean(),
  chunk_count: z.number(),
  is_legacy_memory: z.boolean(),
  source_memory_id: z.string().nullable(),
  source_conversation_id: z.string().nullable(),
  original_participants: z.object({ personas: z.array(z.string()), bots: z.array(z.string()) }).nullable(),
  memory_date_range: z.object({ start: z.string(), end: z.string() }).nullable(),
  privacy_settings: PrivacySettings.extend({
    access_count: z.number().default(0),
    last_accessed: z.string().nullable().default(null),
  }),
  content_metadata: z.record(z.string(), z.json()),
  usage_analytics: z.object({ view_count: z.number(), search_count: z.number(), popularity_score: z.number() }),
  /** `token_cost` equals `tokens`: what the entry takes before it is cut to `max_tokens`. */
  budget_control: BudgetControlInput.extend({ token_cost: z.number() }),
  created_timestamp: z.string(),
  modified_timestamp: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Added: what the caller may do with it, by its tome. */
  right: RightShape,
});
export type KnowledgeRow = z.infer<typeof KnowledgeRow>;
