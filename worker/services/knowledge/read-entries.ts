import { and, eq, type SQL, sql } from "drizzle-orm";
import { accessControl } from "../../../schema/tables/access-control.ts";
import { type KnowledgeRecord, knowledge } from "../../../schema/tables/knowledge.ts";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { Right } from "../../../shared/fields/access-control.ts";
import type { ACTIVATION_MODES, KNOWLEDGE_TYPES } from "../../../shared/fields/knowledge.ts";
import type { KnowledgeRow } from "../../../shared/fields/knowledge-row.ts";
import { countWords } from "../../../shared/text/word-count.ts";
import type { Db } from "../../db.ts";
import { demand, holds, type Viewer } from "../access/rights.ts";
import { entryLocked, entryRight } from "../access/tome-access.ts";
import { type Cursor, keyset, type Sort } from "../keyset.ts";
import { isNotMemories, ownAndShared } from "../knowledge-collections/read-tomes.ts";
import { hasTags } from "../tag-filter.ts";
import { contains } from "../text-search.ts";
import { vectorIdsOf } from "../vector-records/vector-ids.ts";

const { createdAt, updatedAt, title, tokens, order } = knowledge;
export const ENTRY_SORTS = { createdAt, updatedAt, title, tokens, order } as const;

/** Which entries a list shows: those of one tome, or of all the caller's own and shared ones. */
export interface EntryQuery {
  readonly knowledge_collection?: string | undefined;
  readonly activation_mode?: (typeof ACTIVATION_MODES)[number] | undefined;
  readonly type?: (typeof KNOWLEDGE_TYPES)[number] | undefined;
  /** All of these. */
  readonly tags?: readonly string[] | undefined;
  readonly is_vectorized?: boolean | undefined;
  readonly is_legacy_memory?: boolean | undefined;
  /** Entries of memory tomes too; where a tome is named, that tome decides. */
  readonly includeMemoryTomes?: boolean | undefined;
  readonly search?: string | undefined;
  readonly sort: Sort<typeof ENTRY_SORTS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

interface FoundEntry {
  readonly entry: KnowledgeRecord;
  readonly right: Right | null;
  readonly isLocked: number;
  /** JSON arrays: of ids, and of what `shared_access` lists. */
  readonly vectors: string;
  readonly grants: string;
}

const grantsOnTome = sql<string>`(select json_group_array(json_object('user', ${accessControl.user},
    'permission_type', ${accessControl.permission_type}, 'expires_at', ${accessControl.expires_at}))
  from ${accessControl} where ${accessControl.resource_type} = 'knowledgeCollection'
    and ${accessControl.resource_id} = ${knowledge.knowledge_collection} and ${accessControl.is_revoked} = 0)`;

const selectEntries = (db: Db, { userId, nowMs, unlocked }: Viewer) =>
  db
    .select({
      entry: knowledge,
      right: entryRight(userId, nowMs, unlocked),
      isLocked: entryLocked(userId, nowMs, unlocked),
      vectors: vectorIdsOf("knowledge", knowledge.id),
      grants: grantsOnTome,
    })
    .from(knowledge)
    .innerJoin(knowledgeCollections, eq(knowledgeCollections.id, knowledge.knowledge_collection))
    .$dynamic();

/** Where an entry's text comes from, whatever of it was stored: entries are older than some of these fields. */
const contentMetadataOf = ({ entry, content_metadata }: KnowledgeRecord): KnowledgeRow["content_metadata"] => ({
  source_url: null,
  author: null,
  language: null,
  ...content_metadata,
  word_count: content_metadata.word_count ?? countWords(entry),
});

function toEntryRow({ entry, vectors, grants }: FoundEntry, right: Right): KnowledgeRow {
  const { budget_control, privacy_settings, share_password_hash, ...row } = entry;
  const {
    privacy_level,
    allow_sharing,
    share_expiration = null,
    access_count = 0,
    last_accessed = null,
  } = privacy_settings;
  return {
    ...row,
    tags: [...row.tags],
    applies_to_bots: [...row.applies_to_bots],
    applies_to_personas: [...row.applies_to_personas],
    vector_records: JSON.parse(vectors) as string[],
    original_participants: row.original_participants ?? null,
    memory_date_range: row.memory_date_range ?? null,
    privacy_settings: {
      privacy_level,
      allow_sharing,
      share_expiration,
      password_protected: share_password_hash !== null,
      access_count,
      last_accessed,
    },
    // Where the file lies is for those who may change it; its bytes are for every reader.
    r2_file_key: holds(right, "write") ? row.r2_file_key : null,
    shared_access: holds(right, "admin") ? { shared_users: JSON.parse(grants) as SharedUsers } : {},
    content_metadata: contentMetadataOf(entry),
    budget_control: { ...budget_control, token_cost: row.tokens },
    right,
  };
}
type SharedUsers = NonNullable<KnowledgeRow["shared_access"]["shared_users"]>;

/** @throws AppError `not_found`, also where the caller may not know of it; `forbidden` below `needed` on its tome. */
export async function readEntry(db: Db, id: string, viewer: Viewer, needed: Right = "read"): Promise<KnowledgeRow> {
  const found = demand(await selectEntries(db, viewer).where(eq(knowledge.id, id)).get(), needed);
  return toEntryRow(found, found.right);
}

/** @throws AppError `unauthenticated` for a stranger who asks for their own. */
function scopeOf({ knowledge_collection, includeMemoryTomes }: EntryQuery, { userId, nowMs, unlocked }: Viewer) {
  const isReadable = sql`${entryRight(userId, nowMs, unlocked)} is not null`;
  if (knowledge_collection !== undefined)
    return and(eq(knowledge.knowledge_collection, knowledge_collection), isReadable);
  if (userId === null) throw new AppError("unauthenticated", "own entries of nobody");
  return and(ownAndShared(userId, nowMs), isReadable, includeMemoryTomes ? undefined : isNotMemories());
}

const filterOf = (query: EntryQuery, reader: Viewer): SQL | undefined =>
  and(
    scopeOf(query, reader),
    query.activation_mode === undefined ? undefined : eq(knowledge.activation_mode, query.activation_mode),
    query.type === undefined ? undefined : eq(knowledge.type, query.type),
    query.tags === undefined ? undefined : hasTags(knowledge.tags, query.tags),
    query.is_vectorized === undefined ? undefined : eq(knowledge.is_vectorized, query.is_vectorized),
    query.is_legacy_memory === undefined ? undefined : eq(knowledge.is_legacy_memory, query.is_legacy_memory),
    query.search ? contains([title, knowledge.entry, knowledge.activation_settings], query.search) : undefined,
  );

/** Entries the caller may read; `limit + 1` rows at most. */
export async function listEntries(db: Db, query: EntryQuery, reader: Viewer): Promise<KnowledgeRow[]> {
  const page = keyset(ENTRY_SORTS, knowledge.id, query.sort, query.after);
  const found = await selectEntries(db, reader)
    .where(and(filterOf(query, reader), page.where))
    .orderBy(...page.orderBy)
    .limit(query.limit + 1);
  return found.flatMap((row) => (row.right === null ? [] : [toEntryRow(row, row.right)]));
}

export async function countEntries(db: Db, query: EntryQuery, reader: Viewer): Promise<number> {
  const counted = await db
    .select({ n: sql<number>`count(*)` })
    .from(knowledge)
    .innerJoin(knowledgeCollections, eq(knowledgeCollections.id, knowledge.knowledge_collection))
    .where(filterOf(query, reader))
    .get();
  return counted?.n ?? 0;
}
