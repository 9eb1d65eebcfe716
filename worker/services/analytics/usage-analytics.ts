import { and, eq } from "drizzle-orm";
import { usageAnalytics } from "../../../schema/tables/usage-analytics.ts";
import { rowReader, type Span, within } from "../row-reader.ts";

const { date, createdAt } = usageAnalytics;
export const USAGE_SORTS = { date, createdAt } as const;

/** A person's days. */
export const usageReader = rowReader({
  table: usageAnalytics,
  sorts: USAGE_SORTS,
  seenBy: (userId: string) => eq(usageAnalytics.user, userId),
  filter: (span: Span) => and(within(date, span, (day) => day)),
});
