import { type SQL, sql } from "drizzle-orm";
import { knowledge } from "../../../schema/tables/knowledge.ts";

/** A row of `knowledge` as the JSON text of a LoreEntry: what the lore engine reads, and nothing else of the row. */
export const loreEntryJson: SQL<string> = sql`json_object(
  'id', ${knowledge.id},
  'knowledge_collection', ${knowledge.knowledge_collection},
  'title', ${knowledge.title},
  'entry', ${knowledge.entry},
  'applies_to_bots', json(${knowledge.applies_to_bots}),
  'activation_settings', json(${knowledge.activation_settings}),
  'positioning', json(${knowledge.positioning}),
  'advanced_activation', json(${knowledge.advanced_activation}),
  'filtering', json(${knowledge.filtering}),
  'budget_control', json(${knowledge.budget_control}))`;
