import { and, eq } from "drizzle-orm";
import { subscriptionPayments } from "../../../schema/tables/subscription-payments.ts";
import type { PAYMENT_STATUSES } from "../../../shared/fields/subscription-payments.ts";
import { matching, rowReader, type Span, within } from "../row-reader.ts";

const { createdAt, updatedAt, amount } = subscriptionPayments;
export const PAYMENT_SORTS = { createdAt, updatedAt, amount } as const;

interface PaymentQuery extends Span {
  readonly status?: (typeof PAYMENT_STATUSES)[number] | undefined;
  readonly tier?: string | undefined;
}

/** A person's payments. */
export const paymentReader = rowReader({
  table: subscriptionPayments,
  sorts: PAYMENT_SORTS,
  seenBy: (userId: string) => eq(subscriptionPayments.user, userId),
  filter: (query: PaymentQuery) =>
    and(
      matching(subscriptionPayments.status, query.status),
      matching(subscriptionPayments.tier, query.tier),
      within(createdAt, query),
    ),
});
