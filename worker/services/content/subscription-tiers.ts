import { and, eq, sql } from "drizzle-orm";
import { subscriptionTiers } from "../../../schema/tables/subscription-tiers.ts";
import { users } from "../../../schema/tables/users.ts";
import type { SubscriptionTierInput } from "../../../shared/fields/subscription-tiers.ts";
import { matching } from "../row-reader.ts";
import { contains } from "../text-search.ts";
import { contentStore } from "./content-store.ts";

const { createdAt, updatedAt, name, price_monthly, is_active } = subscriptionTiers;
export const TIER_SORTS = { createdAt, updatedAt, name, price_monthly } as const;

interface TierQuery {
  readonly is_active?: boolean | undefined;
  readonly search?: string | undefined;
}

/** Plans: active ones are on sale. One that anybody is on, or ever paid for, stays. */
export const tierStore = contentStore<typeof subscriptionTiers, typeof TIER_SORTS, TierQuery, SubscriptionTierInput>({
  table: subscriptionTiers,
  sorts: TIER_SORTS,
  published: eq(is_active, true),
  filter: ({ is_active: active, search }) =>
    and(matching(is_active, active), search ? contains([name, subscriptionTiers.description], search) : undefined),
  rules: {
    unused: sql`not exists (select 1 from ${users} where ${users.subscriptionTier} = ${subscriptionTiers.id})`,
  },
});
