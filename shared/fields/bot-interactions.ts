import { z } from "zod";
import { Id, IsoDate } from "./common.ts";

/** What a person may say of a bot. `user` and the dates are the server's. */
export const BotInteractionInput = z.strictObject({
  bot: Id,
  liked: z.boolean().default(false),
  favorited: z.boolean().default(false),
});
export type BotInteractionInput = z.infer<typeof BotInteractionInput>;

/** PATCH body. The bot stays: an interaction with another one is another row. */
export const BotInteractionPatch = z.strictObject({ liked: z.boolean().optional(), favorited: z.boolean().optional() });
export type BotInteractionPatch = z.infer<typeof BotInteractionPatch>;

/** An interaction as its person alone sees it. `created_date` and `updated_date` say the same as the common pair. */
export const BotInteractionRow = z.object({
  id: z.string(),
  user: z.string(),
  bot: z.string(),
  liked: z.boolean(),
  favorited: z.boolean(),
  created_date: IsoDate,
  updated_date: IsoDate,
  createdAt: IsoDate,
  updatedAt: IsoDate,
});
export type BotInteractionRow = z.infer<typeof BotInteractionRow>;

/** Answer of a like or a favourite: the caller's own, and what all people's come to. */
export const BotHearts = z.object({
  liked: z.boolean(),
  favorited: z.boolean(),
  likes_count: z.number(),
  favorites_count: z.number(),
});
export type BotHearts = z.infer<typeof BotHearts>;
