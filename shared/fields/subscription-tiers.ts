import { z } from "zod";
import { Price, TokenCount } from "./money.ts";

export const TierFeatures = z.array(z.strictObject({ feature: z.string().trim().min(1).max(200) })).max(50);
export type TierFeatures = z.infer<typeof TierFeatures>;

/** A plan as an admin writes it. */
export const SubscriptionTierInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(5_000).default(""),
  price_monthly: Price,
  price_yearly: Price,
  features: TierFeatures.default([]),
  /** Micro-tokens a month. */
  token_allowance: TokenCount.default(0),
  /** Most bots of one person; null where the plan sets no limit. */
  bot_limit: z.int().min(0).max(100_000).nullable().default(null),
  priority_support: z.boolean().default(false),
  is_active: z.boolean().default(true),
});
export type SubscriptionTierInput = z.infer<typeof SubscriptionTierInput>;

export const SubscriptionTierRow = SubscriptionTierInput.extend({
  id: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type SubscriptionTierRow = z.infer<typeof SubscriptionTierRow>;
