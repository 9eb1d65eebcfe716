import { z } from "zod";

/** A day, `YYYY-MM-DD`. */
export const Day = z.iso.date();

/** What a person did on one day. Counted, never written by anyone. */
export const UsageAnalyticsRow = z.object({
  id: z.string(),
  user: z.string(),
  date: Day,
  conversations_started: z.number(),
  messages_sent: z.number(),
  /** Tokens of models, not of the house. */
  tokens_used: z.number(),
  bots_created: z.number(),
  knowledge_added: z.number(),
  /** Minutes. */
  session_duration: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type UsageAnalyticsRow = z.infer<typeof UsageAnalyticsRow>;
