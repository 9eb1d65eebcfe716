import { z } from "zod";

/** How a persona fared. Scores from 0 to 100. */
export const PersonaAnalyticsRow = z.object({
  id: z.string(),
  persona: z.string(),
  conversations_count: z.number(),
  /** Minutes. */
  average_session_length: z.number(),
  engagement_score: z.number(),
  consistency_score: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type PersonaAnalyticsRow = z.infer<typeof PersonaAnalyticsRow>;
