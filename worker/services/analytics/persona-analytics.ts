import { sql } from "drizzle-orm";
import { personaAnalytics } from "../../../schema/tables/persona-analytics.ts";
import { personas } from "../../../schema/tables/personas.ts";
import { matching, rowReader } from "../row-reader.ts";

const { createdAt, updatedAt, persona, conversations_count, engagement_score } = personaAnalytics;
export const PERSONA_FIGURE_SORTS = { createdAt, updatedAt, conversations_count, engagement_score } as const;

interface PersonaFigureQuery {
  readonly persona?: string | undefined;
}

/** Figures of a person's own personas. */
export const personaFigureReader = rowReader({
  table: personaAnalytics,
  sorts: PERSONA_FIGURE_SORTS,
  seenBy: (userId: string) =>
    sql`${persona} in (select ${personas.id} from ${personas} where ${personas.user} = ${userId})`,
  filter: (query: PersonaFigureQuery) => matching(persona, query.persona),
});
