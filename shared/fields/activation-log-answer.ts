import { z } from "zod";
import { ActivationLogRow } from "./knowledge-activation-log.ts";

/**
 * A log row as the API answers it. A creator who takes no part in the conversation sees what their entry did and not
 * where: the conversation, its message and its take are null.
 */
export const ActivationLogAnswer = z.object({
  ...ActivationLogRow.shape,
  conversation_id: z.string().nullable(),
  message_id: z.string().nullable(),
  take_id: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ActivationLogAnswer = z.infer<typeof ActivationLogAnswer>;
