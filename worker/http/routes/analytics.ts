import { Id, IsoDate } from "../../../shared/fields/common.ts";
import { MemoryInsightRow } from "../../../shared/fields/memory-insights.ts";
import { PersonaAnalyticsRow } from "../../../shared/fields/persona-analytics.ts";
import { Day, UsageAnalyticsRow } from "../../../shared/fields/usage-analytics.ts";
import { INSIGHT_SORTS, insightReader } from "../../services/analytics/memory-insights.ts";
import { PERSONA_FIGURE_SORTS, personaFigureReader } from "../../services/analytics/persona-analytics.ts";
import { USAGE_SORTS, usageReader } from "../../services/analytics/usage-analytics.ts";
import { sortOf } from "../../services/keyset.ts";
import type { Endpoint } from "../endpoint.ts";
import { ListQuery } from "../list.ts";
import { ownReads } from "../own-endpoints.ts";

const Query = ListQuery.omit({ search: true });

const usage = ownReads({
  path: "/api/usage-analytics",
  one: "one of my days",
  many: "what I did, a row a day, newest first",
  query: Query.extend({ from: Day.optional(), to: Day.optional(), sort: sortOf(USAGE_SORTS, "-date") }),
  row: UsageAnalyticsRow,
  reader: usageReader,
});

const insights = ownReads({
  path: "/api/memory-insights",
  one: "an insight into one of my conversations",
  many: "how the stories of my conversations went, newest first",
  query: Query.extend({
    conversation: Id.optional(),
    from: IsoDate.optional(),
    to: IsoDate.optional(),
    sort: sortOf(INSIGHT_SORTS, "-createdAt"),
  }),
  row: MemoryInsightRow,
  reader: insightReader,
});

const personas = ownReads({
  path: "/api/persona-analytics",
  one: "the figures of one of my personas",
  many: "how my personas fared",
  query: Query.extend({ persona: Id.optional(), sort: sortOf(PERSONA_FIGURE_SORTS, "-createdAt") }),
  row: PersonaAnalyticsRow,
  reader: personaFigureReader,
});

export const analyticsEndpoints: readonly Endpoint[] = [...usage, ...insights, ...personas];
