import { z } from "zod";

export const HELP_CATEGORIES = ["getting-started", "features", "troubleshooting"] as const;

/** A help article as an admin writes it. */
export const DocumentationInput = z.strictObject({
  title: z.string().trim().min(1).max(200),
  slug: z
    .string()
    .min(2)
    .max(64)
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "may have a-z, 0-9, and single - between them")
    // An article is read by its id or its slug, so the one never looks like the other.
    .regex(/^(?![0-9a-f]{8}-[0-9a-f]{4}-7)/, "looks like an id"),
  /** Markdown. */
  content: z.string().trim().min(1).max(100_000),
  category: z.enum(HELP_CATEGORIES),
  order: z.int().min(0).max(10_000).default(0),
  is_featured: z.boolean().default(false),
  is_published: z.boolean().default(false),
});
export type DocumentationInput = z.infer<typeof DocumentationInput>;

export const DocumentationRow = DocumentationInput.extend({
  id: z.string(),
  /** Reads of this article by people who do not write it. */
  view_count: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type DocumentationRow = z.infer<typeof DocumentationRow>;
