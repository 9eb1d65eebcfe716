import { z } from "zod";
import { AppError } from "../../../shared/app-error.ts";
import { Id, IsoDate } from "../../../shared/fields/common.ts";
import {
  CheckoutInput,
  PAYMENT_STATUSES,
  SubscriptionPaymentRow,
} from "../../../shared/fields/subscription-payments.ts";
import { sortOf } from "../../services/keyset.ts";
import type { RowReader } from "../../services/row-reader.ts";
import { PAYMENT_SORTS, paymentReader } from "../../services/subscription-payments/read-payments.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery } from "../list.ts";
import { ownReads } from "../own-endpoints.ts";

const reads = ownReads({
  path: "/api/subscription-payments",
  one: "one of my payments",
  many: "my payments",
  query: ListQuery.omit({ search: true }).extend({
    status: z.enum(PAYMENT_STATUSES).optional(),
    tier: Id.optional(),
    from: IsoDate.optional(),
    to: IsoDate.optional(),
    sort: sortOf(PAYMENT_SORTS, "-createdAt"),
  }),
  row: SubscriptionPaymentRow,
  // Rows without a user belong to accounts that are gone, and are nobody's to read here.
  reader: paymentReader as RowReader<string, object, SubscriptionPaymentRow>,
});

const notPaidHere = (): AppError =>
  new AppError("not_configured", "payments", { publicMessage: "This server takes no payments." });

const checkout = endpoint({
  method: "POST",
  path: "/api/checkout",
  need: "session",
  summary: "Begin to pay for tokens or a plan; `not_configured` on servers that take no payments",
  body: CheckoutInput,
  output: z.object({ url: z.string() }),
  handler: () => Promise.reject(notPaidHere()),
});

const stripe = endpoint({
  method: "POST",
  path: "/api/webhooks/stripe",
  need: "none",
  summary: "Stripe's deliveries; `not_configured` on servers that take no payments",
  bodyKind: "raw",
  output: z.object({ received: z.literal(true) }),
  handler: () => Promise.reject(notPaidHere()),
});

export const paymentEndpoints: readonly Endpoint[] = [...reads, checkout, stripe];
