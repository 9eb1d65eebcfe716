import * as z from "zod/mini";
import type { InsertRole } from "../fields/knowledge.ts";

/** Said again here, by type alone, so that a browser drawing receipts need not load the forms' validation. */
const ROLES = ["system", "user", "assistant"] as const satisfies readonly InsertRole[];

/** Groups of a prompt, in the order a receipt lists them. */
export type PromptSectionName = "rules" | "character" | "persona" | "examples" | "lore" | "history" | "turn";

/** One line inside a group. `entry` and `position` stand on lore only. Tokens are estimates, overhead included. */
export const ReceiptItem = z.object({
  label: z.string(),
  tokens: z.number(),
  entry: z.optional(z.string()),
  position: z.optional(z.string()),
});
export type ReceiptItem = z.infer<typeof ReceiptItem>;

/** One group. Groups without text are absent; the tokens of all groups add up to the receipt's `total`. */
export const ReceiptSection = z.object({
  name: z.string(),
  label: z.string(),
  tokens: z.number(),
  items: z.optional(z.array(ReceiptItem)),
});
export type ReceiptSection = z.infer<typeof ReceiptSection>;

/** What would have been sent had there been room, and why it was not. */
export const LeftOff = z.object({ label: z.string(), tokens: z.number(), reason: z.string() });
export type LeftOff = z.infer<typeof LeftOff>;

/** A message exactly as the model got it. */
export const SentMessage = z.object({
  role: z.enum(ROLES),
  name: z.optional(z.string()),
  content: z.string(),
});
export type SentMessage = z.infer<typeof SentMessage>;

/**
 * What one bot read for one reply (ux.md §2.10): stored with the take, answered by `GET …/prompt`, drawn by the
 * Prompt pane. All counts are tokens; `total` is at most `window - reserved`.
 */
export const PromptReceipt = z.object({
  bot_id: z.string(),
  model: z.string(),
  /** Name people see beside the bot. */
  label: z.string(),
  /** `practice`, `platform`, or the id of the user whose key pays. */
  payer: z.string(),
  /** What a director's choice of this bot cost, and who paid for that. */
  director: z.optional(z.object({ tokens: z.number(), payer: z.string() })),
  /** Tokens the model holds. */
  window: z.number(),
  /** Tokens kept free for the reply. */
  reserved: z.number(),
  sections: z.array(ReceiptSection),
  /** Messages of the transcript that were sent, and older ones that were not. */
  history: z.object({ sent: z.number(), left_out: z.number() }),
  left_off: z.array(LeftOff),
  total: z.number(),
  messages: z.array(SentMessage),
});
export type PromptReceipt = z.infer<typeof PromptReceipt>;
