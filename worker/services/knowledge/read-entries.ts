import { and, eq, type SQL, sql } from "drizzle-orm";
import { type KnowledgeRecord, knowledge } from "../../../schema/tables/knowledge.ts";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import type { Right } from "../../../shared/fields/access-control.ts";
import type { ACTIVATION_MODES, KNOWLEDGE_TYPES } from "../../../shared/fields/knowledge.ts";
import type { KnowledgeRow } from "../../../shared/fields/knowledge-row.ts";
import type { Db } from "../../db.ts";
import { demand, type Viewer } from "../access/rights.ts";
import { tomeRight } from "../access/tome-access.ts";
import { type Cursor, keyset, type Sort } from "../keyset.ts";
import { isNotMemories, ownAndShared } from "../knowledge-collections/read-tomes.ts";
import { contains } from "../text-search.ts";

const { createdAt, updatedAt, title, tokens, order } = knowledge;
export const ENTRY_SORTS = { createdAt, updatedAt, title, tokens, order } as const;

/** Which entries a list shows: those of one tome, or of all the caller's own and shared ones. */
export interface EntryQuery {
  readonly knowledge_collection?: string | undefined;
  readonly activation_mode?: (typeof ACTIVATION_MODES)[number] | undefined;
  readonly type?: (typeof KNOWLEDGE_TYPES)[number] | undefined;
  /** Entries of memory tomes too; where a tome is named, that tome decides. */
  readonly includeMemoryTomes?: boolean | undefined;
  readonly search?: string | undefined;
  readonly sort: Sort<typeof ENTRY_SORTS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}
export type EntryReader = Viewer & { readonly userId: string };

interface FoundEntry {
  readonly entry: KnowledgeRecord;
  readonly right: Right | null;
}

const selectEntries = (db: Db, { userId, nowMs }: Viewer) =>
  db
    .select({ entry: knowledge, right: tomeRight(userId, nowMs) })
    .from(knowledge)
    .innerJoin(knowledgeCollections, eq(knowledgeCollections.id, knowledge.knowledge_collection))
    .$dynamic();

function toEntryRow({ entry }: FoundEntry, right: Right): KnowledgeRow {
  const { budget_control, privacy_settings, content_metadata, ...row } = entry;
  return {
    ...row,
    tags: [...row.tags],
    applies_to_bots: [...row.applies_to_bots],
    applies_to_personas: [...row.applies_to_personas],
    original_participants: row.original_participants ?? null,
    memory_date_range: row.memory_date_range ?? null,
    privacy_settings: { access_count: 0, last_accessed: null, ...privacy_settings },
    content_metadata: { ...content_metadata },
    budget_control: { ...budget_control, token_cost: row.tokens },
    right,
  };
}

/** @throws AppError `not_found`, also where the caller may not know of it; `forbidden` below `needed` on its tome. */
export async function readEntry(db: Db, id: string, viewer: Viewer, needed: Right = "read"): Promise<KnowledgeRow> {
  const found = demand(await selectEntries(db, viewer).where(eq(knowledge.id, id)).get(), needed);
  return toEntryRow(found, found.right);
}

function scopeOf({ knowledge_collection, includeMemoryTomes }: EntryQuery, { userId, nowMs }: EntryReader) {
  if (knowledge_collection !== undefined)
    return and(eq(knowledge.knowledge_collection, knowledge_collection), sql`${tomeRight(userId, nowMs)} is not null`);
  return and(ownAndShared(userId, nowMs), includeMemoryTomes ? undefined : isNotMemories());
}

const filterOf = (query: EntryQuery, reader: EntryReader): SQL | undefined =>
  and(
    scopeOf(query, reader),
    query.activation_mode === undefined ? undefined : eq(knowledge.activation_mode, query.activation_mode),
    query.type === undefined ? undefined : eq(knowledge.type, query.type),
    query.search ? contains([title, knowledge.entry, knowledge.activation_settings], query.search) : undefined,
  );

/** Entries the caller may read; `limit + 1` rows at most. */
export async function listEntries(db: Db, query: EntryQuery, reader: EntryReader): Promise<KnowledgeRow[]> {
  const page = keyset(ENTRY_SORTS, knowledge.id, query.sort, query.after);
  const found = await selectEntries(db, reader)
    .where(and(filterOf(query, reader), page.where))
    .orderBy(...page.orderBy)
    .limit(query.limit + 1);
  return found.flatMap((row) => (row.right === null ? [] : [toEntryRow(row, row.right)]));
}

export async function countEntries(db: Db, query: EntryQuery, reader: EntryReader): Promise<number> {
  const counted = await db
    .select({ n: sql<number>`count(*)` })
    .from(knowledge)
    .innerJoin(knowledgeCollections, eq(knowledgeCollections.id, knowledge.knowledge_collection))
    .where(filterOf(query, reader))
    .get();
  return counted?.n ?? 0;
}
