import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { allOf, count, flag, rowTimes } from "./columns.ts";

/** Tokens for sale. Amounts in micro-tokens, the price in the smallest unit of the currency. */
export const tokenPackages = sqliteTable(
  "token_packages",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    amount: integer().notNull(),
    price: integer().notNull(),
    bonus_amount: count(),
    is_active: flag(),
    ...rowTimes(),
  },
  (t) => [
    index("token_packages_active_idx").on(t.is_active, t.price), // the plan screen, cheapest first
    check("token_packages_numbers", allOf(sql`${t.amount} > 0`, sql`${t.price} >= 0`, sql`${t.bonus_amount} >= 0`)),
  ],
);
export type TokenPackageRecord = typeof tokenPackages.$inferSelect;
