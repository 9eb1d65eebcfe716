import * as z from "zod/mini";
import { PromptReceipt } from "../prompt/receipt.ts";

/**
 * What a bot is about to be asked, word for word: to sockets that watch prompts and whose user may read this one, before
 * the model is asked. The same receipt as `GET …/messages/:message_id/prompt`. Not among the frames that the page reads:
 * it asks for a receipt when it draws one, and would carry this schema in its first room for nothing.
 */
export const PromptFrame = z.object({
  type: z.literal("prompt"),
  message_id: z.string(),
  take_id: z.string(),
  ...PromptReceipt.shape,
});
export type PromptFrame = z.infer<typeof PromptFrame>;
