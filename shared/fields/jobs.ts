import { z } from "zod";

export const JOB_STATUSES = ["queued", "running", "done", "failed", "cancelled"] as const;

/** A job as answers carry it (api.md, jobs). `done` and `total` count what the kind counts. */
export const JobRow = z.object({
  id: z.string(),
  kind: z.string(),
  status: z.enum(JOB_STATUSES),
  done: z.number(),
  total: z.number(),
  paused: z.boolean().optional(),
  phase: z.string().nullable().optional(),
  result: z.unknown().optional(),
  error: z.object({ code: z.string(), message: z.string() }).nullable().optional(),
  /** Added: a deletion that still waits is taken back by cancelling its job before this. */
  undo_until: z.string().nullable().optional(),
});
export type JobRow = z.infer<typeof JobRow>;

/** The same with when it was asked for and when it last moved. */
export const JobAnswer = JobRow.extend({ createdAt: z.string(), updatedAt: z.string() });

/** PATCH body of a job: whether it waits. */
export const JobPatch = z.strictObject({ paused: z.boolean() });
