import { z } from "zod";
import { Id } from "./common.ts";

export const REPORTABLE = ["bot", "message", "conversation", "creatorProfile", "knowledgeCollection"] as const;
export type Reportable = (typeof REPORTABLE)[number];
export const REPORT_REASONS = [
  "harassment",
  "hate",
  "minors",
  "sexual_content",
  "self_harm",
  "violence",
  "impersonation",
  "private_information",
  "copyright",
  "spam",
  "other",
] as const;
export const REPORT_STATUSES = ["open", "claimed", "done"] as const;

/** What a person reports and why. Added to schema.md. */
export const ReportInput = z.strictObject({
  resource_type: z.enum(REPORTABLE),
  resource_id: Id,
  reason: z.enum(REPORT_REASONS),
  note: z.string().trim().max(2_000).default(""),
});
export type ReportInput = z.infer<typeof ReportInput>;

/** A report as whoever made it sees it: staff's own fields are left out. */
export const ReportRow = z.object(ReportInput.shape).extend({
  id: z.string(),
  user: z.string(),
  status: z.enum(REPORT_STATUSES),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ReportRow = z.infer<typeof ReportRow>;
