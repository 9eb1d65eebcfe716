import { eq, inArray, type SQL, sql } from "drizzle-orm";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import type { LoreEntry } from "../../../shared/fields/knowledge.ts";
import type { LoreCollection } from "../../../shared/lore/compile.ts";
import type { Db } from "../../db.ts";
import { entryRight } from "../access/tome-access.ts";
import { loreEntryJson } from "./lore-entry-sql.ts";

/** Lore as the engine reads it, and which entries of it the caller may not read. */
export interface LoadedTomes {
  readonly entries: readonly LoreEntry[];
  readonly collections: readonly LoreCollection[];
  readonly unreadable: ReadonlySet<string>;
}

/** @param tomeIds A select of tome ids: what takes part is decided there, what the reader may see of it here. */
export async function loadTomes(
  db: Db,
  tomeIds: SQL,
  { userId, nowMs }: { readonly userId: string; readonly nowMs: number },
): Promise<LoadedTomes> {
  const { id, lore_settings } = knowledgeCollections;
  const tomes = await db
    .select({ id, lore_settings })
    .from(knowledgeCollections)
    .where(inArray(id, sql`(${tomeIds})`));
  const rows = await db
    .select({ id: knowledge.id, json: loreEntryJson, right: entryRight(userId, nowMs) })
    .from(knowledge)
    .innerJoin(knowledgeCollections, eq(id, knowledge.knowledge_collection))
    .where(inArray(knowledge.knowledge_collection, sql`(${tomeIds})`))
    .orderBy(knowledge.id);
  return {
    entries: rows.map(({ json }) => JSON.parse(json) as LoreEntry),
    collections: tomes.map((tome) => ({ id: tome.id, lore_settings: tome.lore_settings })),
    unreadable: new Set(rows.filter(({ right }) => right === null).map((row) => row.id)),
  };
}
