import { z } from "zod";

export const PROMPT_SECTION_TYPES = ["intro", "knowledge", "guidelines", "multi_bot", "ai_disclosure"] as const;
export type PromptSectionType = (typeof PROMPT_SECTION_TYPES)[number];

/** A piece of what every bot is told, as an admin writes it. Added to schema.md. */
export const PromptSectionInput = z.strictObject({
  type: z.enum(PROMPT_SECTION_TYPES),
  text: z.string().trim().min(1).max(20_000),
  /** At most one of a type is. */
  is_active: z.boolean().default(false),
});
export type PromptSectionInput = z.infer<typeof PromptSectionInput>;

export const PromptSectionRow = PromptSectionInput.extend({
  id: z.string(),
  /** Counts up within a type, from 1. */
  version: z.number(),
  /** When it first became active; from then on its text stands. Null for a draft. */
  published_at: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type PromptSectionRow = z.infer<typeof PromptSectionRow>;
