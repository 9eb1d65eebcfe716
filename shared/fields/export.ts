import { z } from "zod";

/** `result` of the job that exports an account: where the archive is, how long, and how many bytes it has. */
export const ExportResult = z.object({ url: z.string(), expires_at: z.string(), size: z.number() });
export type ExportResult = z.infer<typeof ExportResult>;
