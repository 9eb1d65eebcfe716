import { type SQL, sql } from "drizzle-orm";
import type { Segment } from "../../../shared/fields/search.ts";
import { SearchHit, type SearchKind } from "../../../shared/fields/search.ts";
import type { Db } from "../../db.ts";
import type { Cursor } from "../keyset.ts";
import { excerptOf } from "./excerpt.ts";
import { matchedRows } from "./matches.ts";
import { readQuery, type SearchTerms } from "./read-query.ts";
import { hitFields, isVisible } from "./visible.ts";

/** Who searches, and when. */
export interface Searcher {
  readonly userId: string;
  readonly nowMs: number;
}

export interface SearchQuery {
  readonly q: string;
  readonly in: readonly SearchKind[];
  /** Entries of memory tomes too. */
  readonly includeMemoryTomes?: boolean | undefined;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

/** A hit, and where the list goes on after it. */
export type Found = { readonly hit: SearchHit; readonly cursor: Cursor };

/**
 * `matched` rows of the indexes that the caller may see at this moment, each once with its best score: the smaller the
 * better. Materialized, because a lone match is otherwise made part of the grouping, where SQLite refuses `bm25`.
 */
const found = (query: SearchQuery, terms: SearchTerms, searcher: Searcher): SQL => sql`
  with matched (doc, score, guarded) as materialized (${matchedRows(query, terms, searcher)}),
  found (doc, kind, ref, score) as materialized (
    select search_documents.id, search_documents.kind, search_documents.ref, min(matched.score)
    from matched inner join search_documents on search_documents.id = matched.doc
    where search_documents.kind in (select value from json_each(${JSON.stringify(query.in)}))
      and ${isVisible(query, searcher)}
    group by search_documents.id)`;

/**
 * After the row where the last page ended, wherever that stands now: scores move a little with every text that comes,
 * so the one the cursor carries counts only where its row is gone.
 */
const beyond = (after: Cursor | undefined): SQL =>
  after === undefined
    ? sql`true`
    : sql`(score, -doc) > (coalesce((select score from found where doc = ${Number(after.id)}), ${after.value}), ${-Number(after.id)})`;

/** Texts that hold every word of the query and that the caller may see now, best first; `limit + 1` at most. */
export async function search(db: Db, query: SearchQuery, searcher: Searcher): Promise<Found[]> {
  const terms = readQuery(query.q);
  const rows = await db.all<{ doc: number; kind: SearchKind; score: number; fields: string | null }>(sql`
    ${found(query, terms, searcher)}
    select doc, kind, score, ${hitFields(searcher)} as fields
    from (select * from found where ${beyond(query.after)} order by score, doc desc limit ${query.limit + 1}) as page
    order by score, doc desc`);
  return rows.flatMap(({ doc, kind, score, fields }) => {
    if (fields === null) return [];
    const { texts, ...shown } = JSON.parse(fields) as { texts: (string | null)[] };
    const excerpt: Segment[] = excerptOf(
      texts.filter((text) => text !== null),
      terms,
    );
    return [{ hit: SearchHit.parse({ kind, ...shown, excerpt }), cursor: { value: score, id: String(doc) } }];
  });
}

export async function countFound(db: Db, query: SearchQuery, searcher: Searcher): Promise<number> {
  const counted = await db.get<{ n: number }>(
    sql`${found(query, readQuery(query.q), searcher)} select count(*) as n from found`,
  );
  return counted.n;
}
