import { SubscriptionTierInput, SubscriptionTierRow } from "../../../shared/fields/subscription-tiers.ts";
import { TIER_SORTS, tierStore } from "../../services/content/subscription-tiers.ts";
import { sortOf } from "../../services/keyset.ts";
import { contentEndpoints } from "../content-endpoints.ts";
import { ListQuery } from "../list.ts";
import { Flag } from "../sorted-list.ts";

export const subscriptionTierEndpoints = contentEndpoints({
  path: "/api/subscription-tiers",
  one: "a plan",
  many: "plans",
  readers: "none",
  query: ListQuery.extend({ is_active: Flag, sort: sortOf(TIER_SORTS, "price_monthly") }),
  row: SubscriptionTierRow,
  input: SubscriptionTierInput,
  store: tierStore,
});
