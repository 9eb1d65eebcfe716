import * as z from "zod/mini";

export const ACTIVATION_METHODS = ["keyword", "vector", "constant", "manual"] as const;
export const EXCLUSION_REASONS = [
  "budget_exceeded",
  "cooldown_active",
  "delay_not_met",
  "probability_failed",
  "filter_excluded",
] as const;

/** One logged entry of one bot turn. Immutable; the row a watcher sees live is the row that is stored. */
export const ActivationLogRow = z.object({
  id: z.string(),
  conversation_id: z.string(),
  message_index: z.number(),
  knowledge_entry_id: z.string(),
  activation_method: z.enum(ACTIVATION_METHODS),
  activation_score: z.number(),
  matched_keywords: z.array(z.object({ keyword: z.string() })),
  vector_similarity: z.nullable(z.number()),
  position_inserted: z.string(),
  tokens_used: z.number(),
  was_included: z.boolean(),
  exclusion_reason: z.nullable(z.enum(EXCLUSION_REASONS)),
  activation_timestamp: z.string(),
  /** Added: which take of which message this explains. */
  message_id: z.string(),
  take_id: z.string(),
  /** Added: the speaking bot, the entry's title and tome for lists, and whether sticky carried it. */
  bot_id: z.string(),
  entry_title: z.string(),
  knowledge_collection: z.string(),
  sticky: z.boolean(),
});
export type ActivationLogRow = z.infer<typeof ActivationLogRow>;
