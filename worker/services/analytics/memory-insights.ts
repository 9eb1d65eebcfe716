import { and, sql } from "drizzle-orm";
import { conversations } from "../../../schema/tables/conversations.ts";
import { memoryInsights } from "../../../schema/tables/memory-insights.ts";
import { matching, rowReader, type Span, within } from "../row-reader.ts";

const { createdAt, updatedAt, conversation } = memoryInsights;
export const INSIGHT_SORTS = { createdAt, updatedAt } as const;

interface InsightQuery extends Span {
  readonly conversation?: string | undefined;
}

/** Insights of the conversations a person owns now; whoever hands a conversation over hands these over with it. */
export const insightReader = rowReader({
  table: memoryInsights,
  sorts: INSIGHT_SORTS,
  seenBy: (userId: string) =>
    sql`${conversation} in (select ${conversations.id} from ${conversations} where ${conversations.user} = ${userId})`,
  filter: (query: InsightQuery) => and(matching(conversation, query.conversation), within(createdAt, query)),
});
