import { z } from "zod";

export const KeyEvents = z.array(z.strictObject({ event: z.string().min(1).max(500) })).max(100);
export type KeyEvents = z.infer<typeof KeyEvents>;

/** How a conversation's story went. Scores from 0 to 100. */
export const MemoryInsightRow = z.object({
  id: z.string(),
  user: z.string(),
  conversation: z.string(),
  memory_depth: z.number(),
  story_coherence: z.number(),
  character_development: z.number(),
  key_events: KeyEvents,
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type MemoryInsightRow = z.infer<typeof MemoryInsightRow>;
