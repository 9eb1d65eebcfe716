import { and, eq, inArray, ne, or, type SQL, sql } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import {
  collectionLinks,
  type KnowledgeCollectionRecord,
  knowledgeCollections,
} from "../../../schema/tables/knowledge-collections.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { Right } from "../../../shared/fields/access-control.ts";
import type { KnowledgeCollectionRow } from "../../../shared/fields/knowledge-collection-row.ts";
import type { COLLECTION_CATEGORIES, DIFFICULTY_LEVELS } from "../../../shared/fields/knowledge-collections.ts";
import type { Db } from "../../db.ts";
import { botRight } from "../access/bot-access.ts";
import { grantedIds } from "../access/grants.ts";
import { demand, type Viewer } from "../access/rights.ts";
import { tomeLocked, tomeRight } from "../access/tome-access.ts";
import { type Cursor, keyset, type Sort } from "../keyset.ts";
import { hasTags } from "../tag-filter.ts";
import { contains } from "../text-search.ts";

const { createdAt, modified_timestamp, name } = knowledgeCollections;
export const TOME_SORTS = { createdAt, modified_timestamp, name } as const;

/** Which tomes a list shows: the caller's own and those shared with them, unless it asks for public ones. */
export interface TomeQuery {
  readonly public?: boolean | undefined;
  /** Memory tomes live with the memories and not here, unless asked for. */
  readonly includeMemoryTomes?: boolean | undefined;
  readonly collection_category?: (typeof COLLECTION_CATEGORIES)[number] | undefined;
  /** Only those that this bot reads. */
  readonly bot?: string | undefined;
  /** All of these. */
  readonly tags?: readonly string[] | undefined;
  readonly difficulty_level?: (typeof DIFFICULTY_LEVELS)[number] | undefined;
  readonly exclude_own?: boolean | undefined;
  readonly search?: string | undefined;
  readonly sort: Sort<typeof TOME_SORTS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

interface FoundTome {
  readonly tome: KnowledgeCollectionRecord;
  readonly right: Right | null;
  readonly isLocked: number;
  /** JSON array of bot ids. */
  readonly bots: string;
  readonly knowledge_count: number;
  readonly size_estimate: number;
}

const selectTomes = (db: Db, { userId, nowMs, unlocked }: Viewer) => {
  // Readers are not told of bots they may not see; whoever writes in the tome knows whom they write for.
  const isShown = sql`${tomeRight(userId, nowMs)} in ('write', 'admin', 'owner') or exists (select 1 from ${bots}
    where ${bots.id} = ${collectionLinks.target_id} and ${botRight(userId, nowMs)} is not null)`;
  const ofTome = eq(knowledge.knowledge_collection, knowledgeCollections.id);
  return db
    .select({
      tome: knowledgeCollections,
      right: tomeRight(userId, nowMs, unlocked),
      isLocked: tomeLocked(userId, nowMs),
      bots: sql<string>`(select json_group_array(${collectionLinks.target_id}) from ${collectionLinks}
        where ${collectionLinks.target_kind} = 'bot' and ${collectionLinks.collection} = ${knowledgeCollections.id}
          and (${isShown}))`,
      knowledge_count: sql<number>`(select count(*) from ${knowledge} where ${ofTome})`,
      size_estimate: sql<number>`(select coalesce(sum(octet_length(${knowledge.entry})), 0) from ${knowledge} where ${ofTome})`,
    })
    .from(knowledgeCollections)
    .$dynamic();
};

function toTomeRow(found: FoundTome, right: Right): KnowledgeCollectionRow {
  const { tome, bots, knowledge_count, size_estimate } = found;
  return {
    ...tome,
    collaborators: {},
    bot: JSON.parse(bots) as string[],
    sharing_settings: { ...tome.sharing_settings, knowledge_count, last_updated: tome.modified_timestamp },
    collection_metadata: { ...tome.collection_metadata, size_estimate },
    right,
  };
}

/** @throws AppError `not_found`, also where the caller may not know of it; `forbidden` below `needed`. */
export async function readTome(
  db: Db,
  id: string,
  viewer: Viewer,
  needed: Right = "read",
): Promise<KnowledgeCollectionRow> {
  const found = demand(await selectTomes(db, viewer).where(eq(knowledgeCollections.id, id)).get(), needed);
  return toTomeRow(found, found.right);
}

/** What the caller holds on a tome, and whose it is; without counting what is in it. Same errors. */
export async function demandTome(db: Db, id: string, { userId, nowMs, unlocked }: Viewer, needed: Right) {
  const { user } = knowledgeCollections;
  const found = await db
    .select({
      id: knowledgeCollections.id,
      user,
      right: tomeRight(userId, nowMs, unlocked),
      isLocked: tomeLocked(userId, nowMs),
    })
    .from(knowledgeCollections)
    .where(eq(knowledgeCollections.id, id))
    .get();
  return demand(found, needed);
}

/** Tomes the caller looks through when they name none: their own and those shared with them. */
export const ownAndShared = (userId: string, nowMs: number): SQL | undefined =>
  and(
    or(
      eq(knowledgeCollections.user, userId),
      inArray(knowledgeCollections.id, grantedIds("knowledgeCollection", userId, nowMs)),
    ),
    sql`${tomeRight(userId, nowMs)} is not null`,
  );

/** No category counts as lore. */
export const isNotMemories = (): SQL => sql`coalesce(${knowledgeCollections.collection_category}, '') != 'memories'`;

/** @throws AppError `unauthenticated` for a stranger who asks for their own. */
function scopeOf({ public: isPublic }: TomeQuery, { userId, nowMs }: Viewer): SQL | undefined {
  const { is_public, sharing_level } = knowledgeCollections;
  if (isPublic)
    return and(or(eq(is_public, true), eq(sharing_level, "public")), sql`${tomeRight(userId, nowMs)} is not null`);
  if (userId === null) throw new AppError("unauthenticated", "own tomes of nobody");
  return ownAndShared(userId, nowMs);
}

function filterOf(query: TomeQuery, viewer: Viewer): SQL | undefined {
  const { collection_category: category, bot, search } = query;
  const metadata = knowledgeCollections.collection_metadata;
  const linked = sql`(select ${collectionLinks.collection} from ${collectionLinks}
    where ${collectionLinks.target_kind} = 'bot' and ${collectionLinks.target_id} = ${bot})`;
  return and(
    scopeOf(query, viewer),
    query.includeMemoryTomes || category === "memories" ? undefined : isNotMemories(),
    category === undefined ? undefined : eq(knowledgeCollections.collection_category, category),
    query.difficulty_level === undefined
      ? undefined
      : sql`${metadata} ->> '$.difficulty_level' = ${query.difficulty_level}`,
    query.tags === undefined ? undefined : hasTags(sql`${metadata} -> '$.tags'`, query.tags),
    query.exclude_own ? ne(knowledgeCollections.user, viewer.userId ?? "") : undefined,
    bot === undefined ? undefined : inArray(knowledgeCollections.id, linked),
    search ? contains([name, knowledgeCollections.description], search) : undefined,
  );
}

/** Tomes the caller may read; `limit + 1` rows at most. */
export async function listTomes(db: Db, query: TomeQuery, viewer: Viewer): Promise<KnowledgeCollectionRow[]> {
  const page = keyset(TOME_SORTS, knowledgeCollections.id, query.sort, query.after);
  const found = await selectTomes(db, viewer)
    .where(and(filterOf(query, viewer), page.where))
    .orderBy(...page.orderBy)
    .limit(query.limit + 1);
  return found.flatMap((row) => (row.right === null ? [] : [toTomeRow(row, row.right)]));
}

export const countTomes = (db: Db, query: TomeQuery, viewer: Viewer): Promise<number> =>
  db.$count(knowledgeCollections, filterOf(query, viewer));
