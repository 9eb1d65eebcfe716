import { z } from "zod";

export const LEDGER_KINDS = [
  "gift_sent",
  "gift_received",
  "purchase",
  "allowance",
  "turn",
  "refund",
  "adjustment",
] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** One movement of a balance. Written once, never changed. Added to schema.md. */
export const LedgerRow = z.object({
  id: z.string(),
  user: z.string(),
  /** Micro-tokens; below zero where they left. */
  delta: z.number(),
  kind: z.enum(LEDGER_KINDS),
  /** What moved them: a gift's id, a payment's. One entry a kind and ref, so that nothing is counted twice. */
  ref: z.string(),
  balance_after: z.number(),
  createdAt: z.string(),
});
export type LedgerRow = z.infer<typeof LedgerRow>;

/** Whether every balance is the sum of its entries. */
export const LedgerCheck = z.object({
  /** Accounts looked at. */
  accounts: z.number(),
  /** The first hundred that are not. */
  drifted: z.array(z.object({ user: z.string(), tokenBalance: z.number(), entries: z.number() })),
});
export type LedgerCheck = z.infer<typeof LedgerCheck>;
