import { z } from "zod";
import { IsoDate } from "./common.ts";

export const LEGAL_TYPES = ["terms", "privacy", "responsible_ai", "cookies", "acceptable_use"] as const;
export type LegalType = (typeof LEGAL_TYPES)[number];

/** One version of a text that people agree to, as an admin writes it. */
export const LegalDocumentInput = z.strictObject({
  title: z.string().trim().min(1).max(200),
  type: z.enum(LEGAL_TYPES),
  /** Markdown. */
  content: z.string().trim().min(1).max(200_000),
  version: z.string().trim().min(1).max(40),
  effective_date: IsoDate,
  /** At most one of a type is. */
  is_active: z.boolean().default(false),
});
export type LegalDocumentInput = z.infer<typeof LegalDocumentInput>;

export const LegalDocumentRow = LegalDocumentInput.extend({
  id: z.string(),
  effective_date: z.string(),
  /** When it first became active; from then on its text stands. Null for a draft. Added. */
  published_at: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type LegalDocumentRow = z.infer<typeof LegalDocumentRow>;
