import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { PAYMENT_STATUSES } from "../../shared/fields/subscription-payments.ts";
import { isOneOf, rowTimes } from "./columns.ts";
import { subscriptionTiers } from "./subscription-tiers.ts";
import { users } from "./users.ts";

/** Payments, as the payment company reported them. */
export const subscriptionPayments = sqliteTable(
  "subscription_payments",
  {
    id: text().primaryKey(),
    /** Null once the account is gone: books outlive their customers. */
    user: text().references(() => users.id),
    /** Null for tokens bought once. */
    tier: text().references(() => subscriptionTiers.id),
    /** Smallest unit of the currency. */
    amount: integer().notNull(),
    status: text({ enum: PAYMENT_STATUSES }).notNull().default("pending"),
    stripe_payment_id: text(),
    period_start: text(),
    period_end: text(),
    ...rowTimes(),
  },
  (t) => [
    index("subscription_payments_user_idx").on(t.user, t.createdAt), // "my payments", newest first
    index("subscription_payments_tier_idx").on(t.tier), // whether a plan was ever paid for
    uniqueIndex("subscription_payments_stripe_unique").on(t.stripe_payment_id), // a payment that is reported twice
    check("subscription_payments_status", isOneOf(t.status, PAYMENT_STATUSES)),
    check("subscription_payments_amount", sql`${t.amount} >= 0`),
  ],
);
export type SubscriptionPaymentRecord = typeof subscriptionPayments.$inferSelect;
