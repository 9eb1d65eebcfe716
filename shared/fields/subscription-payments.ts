import { z } from "zod";
import { Id } from "./common.ts";

export const PAYMENT_STATUSES = ["pending", "completed", "failed", "refunded"] as const;

/** A payment as its payer sees it. Only the payment company's deliveries write these. */
export const SubscriptionPaymentRow = z.object({
  id: z.string(),
  user: z.string(),
  /** Null for tokens bought once. */
  tier: z.string().nullable(),
  /** Smallest unit of the currency. */
  amount: z.number(),
  status: z.enum(PAYMENT_STATUSES),
  stripe_payment_id: z.string().nullable(),
  period_start: z.string().nullable(),
  period_end: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type SubscriptionPaymentRow = z.infer<typeof SubscriptionPaymentRow>;

/** What is to be paid for: tokens once, or a plan. */
export const CheckoutInput = z.union([z.strictObject({ package: Id }), z.strictObject({ tier: Id })]);
