import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { TierFeatures } from "../../shared/fields/subscription-tiers.ts";
import { allOf, count, flag, json, rowTimes } from "./columns.ts";

/** Plans. Prices in the smallest unit of the currency. */
export const subscriptionTiers = sqliteTable(
  "subscription_tiers",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    description: text().notNull().default(""),
    price_monthly: integer().notNull(),
    price_yearly: integer().notNull(),
    features: json<TierFeatures>().default([]),
    /** Micro-tokens a month. */
    token_allowance: count(),
    /** Null where there is no limit. */
    bot_limit: integer(),
    priority_support: flag(),
    is_active: flag(),
    ...rowTimes(),
  },
  (t) => [
    index("subscription_tiers_active_idx").on(t.is_active, t.price_monthly), // the plan screen, cheapest first
    check(
      "subscription_tiers_numbers",
      allOf(
        sql`${t.price_monthly} >= 0`,
        sql`${t.price_yearly} >= 0`,
        sql`${t.token_allowance} >= 0`,
        sql`coalesce(${t.bot_limit}, 0) >= 0`,
      ),
    ),
    check("subscription_tiers_json", sql`json_valid(${t.features})`),
  ],
);
export type SubscriptionTierRecord = typeof subscriptionTiers.$inferSelect;
