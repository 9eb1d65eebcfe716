import { z } from "zod";
import { Price, TokenAmount, TokenCount } from "./money.ts";

/** Tokens for sale, as an admin writes them. */
export const TokenPackageInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  /** Micro-tokens, as `bonus_amount`. */
  amount: TokenAmount,
  price: Price,
  bonus_amount: TokenCount.default(0),
  is_active: z.boolean().default(true),
});
export type TokenPackageInput = z.infer<typeof TokenPackageInput>;

export const TokenPackageRow = TokenPackageInput.extend({
  id: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type TokenPackageRow = z.infer<typeof TokenPackageRow>;
