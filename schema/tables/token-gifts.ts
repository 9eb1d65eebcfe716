import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { bots } from "./bots.ts";
import { isoTime } from "./columns.ts";
import { users } from "./users.ts";

/** Tokens people gave each other. Each gift has two rows in `ledger`, under its id. */
export const tokenGifts = sqliteTable(
  "token_gifts",
  {
    id: text().primaryKey(),
    /** Null once the account is gone: the other one keeps the gift. So is `recipient`. */
    sender: text().references(() => users.id),
    recipient: text().references(() => users.id),
    /** Micro-tokens. */
    amount: integer().notNull(),
    message: text().notNull().default(""),
    /** Null once the bot is gone. */
    related_bot: text().references(() => bots.id),
    createdAt: isoTime(),
  },
  (t) => [
    index("token_gifts_sender_idx").on(t.sender, t.createdAt), // "gifts I sent", newest first
    index("token_gifts_recipient_idx").on(t.recipient, t.createdAt), // "gifts I got", newest first
    index("token_gifts_related_bot_idx").on(t.related_bot), // gifts for a bot that is being deleted
    check("token_gifts_amount", sql`${t.amount} > 0`),
    check("token_gifts_no_self", sql`${t.sender} <> ${t.recipient}`),
  ],
);
export type TokenGiftRecord = typeof tokenGifts.$inferSelect;
