import { z } from "zod";
import { namesOnePerson, Person } from "./access-control.ts";

/** Whom to block. */
export const BlockInput = Person.refine(namesOnePerson, {
  path: ["user"],
  error: "name one person: either user or username",
});

/** A block as whoever made it sees it; the other is told nothing. */
export const BlockRow = z.object({
  id: z.string(),
  blocker: z.string(),
  blocked: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** What people call the blocked one. */
  blocked_display_name: z.string(),
});
export type BlockRow = z.infer<typeof BlockRow>;
