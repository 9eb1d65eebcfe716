import { z } from "zod";
import { Id } from "./common.ts";
import { TokenAmount } from "./money.ts";

/** What a giver writes. The gift moves at once; nobody has to take it. */
export const TokenGiftInput = z.strictObject({
  /** Username of the creator profile of whoever receives. */
  recipient: z.string().trim().min(1).max(100),
  /** Micro-tokens. */
  amount: TokenAmount,
  message: z.string().trim().max(500).default(""),
  /** A bot the giver may see, to say what the gift is for. */
  related_bot: Id.nullable().default(null),
});
export type TokenGiftInput = z.infer<typeof TokenGiftInput>;

export const TokenGiftRow = z.object({
  id: z.string(),
  /** Null once the account is gone; so is `recipient`. */
  sender: z.string().nullable(),
  recipient: z.string().nullable(),
  /** Usernames as they are now; null for people without a creator profile. */
  sender_username: z.string().nullable(),
  recipient_username: z.string().nullable(),
  amount: z.number(),
  message: z.string(),
  related_bot: z.string().nullable(),
  createdAt: z.string(),
});
export type TokenGiftRow = z.infer<typeof TokenGiftRow>;
