import { z } from "zod";
import { HELP_CATEGORIES } from "./documentation.ts";

export const DIFFICULTIES = ["beginner", "intermediate", "advanced"] as const;

export const TutorialSteps = z
  .array(
    z.strictObject({
      title: z.string().trim().min(1).max(200),
      /** Markdown. */
      content: z.string().trim().min(1).max(5_000),
      /** Name of the control the step points at, where it points at one. */
      target: z.string().trim().min(1).max(100).optional(),
    }),
  )
  .max(50);
export type TutorialSteps = z.infer<typeof TutorialSteps>;

/** A tutorial as an admin writes it. */
export const TutorialInput = z.strictObject({
  title: z.string().trim().min(1).max(200),
  description: z.string().trim().max(5_000).default(""),
  category: z.enum(HELP_CATEGORIES),
  difficulty: z.enum(DIFFICULTIES).default("beginner"),
  steps: TutorialSteps.default([]),
  /** Minutes. */
  estimated_time: z.int().min(1).max(600).default(2),
  is_published: z.boolean().default(false),
});
export type TutorialInput = z.infer<typeof TutorialInput>;

export const TutorialRow = TutorialInput.extend({
  id: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type TutorialRow = z.infer<typeof TutorialRow>;
