import { type SQL, sql } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import { conversationMembers, conversations } from "../../../schema/tables/conversations.ts";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import { messages } from "../../../schema/tables/messages.ts";
import type { SearchKind } from "../../../shared/fields/search.ts";
import { grantedIds } from "../access/grants.ts";
import { ownAndShared } from "../knowledge-collections/read-tomes.ts";
import type { SearchTerms } from "./read-query.ts";
import type { Searcher, SearchQuery } from "./search.ts";

/** How much a hit in a title weighs against one in the text; the column of scopes weighs nothing. Chosen. */
const WORD_SCORE = sql`bm25(search_words, 4.0, 1.0, 1.0, 0.0)`;
const TRIGRAM_SCORE = sql`bm25(search_trigrams, 4.0, 1.0, 1.0)`;

/** Most names of rooms, tomes and bots that go into a query. With more it is cheaper to look at every match. Chosen. */
const MAX_SCOPES = 500;
/** Newest rows of one kind that are read through for what no index finds. Chosen: some 10 ms. */
const MAX_SCANNED = 5_000;

const ownRooms = (userId: string): SQL => sql`(select ${conversations.id} as room from ${conversations}
    where ${conversations.user} = ${userId}
  union select ${conversationMembers.conversation} from ${conversationMembers}
    where ${conversationMembers.user} = ${userId})`;

const sharedWith = ({ userId, nowMs }: Searcher): SQL => sql`select ${userId} as name
  union select * from ${grantedIds("bot", userId, nowMs)}`;

/** Names of all that the caller has a part in, by the kinds asked for; see the view `search_texts`. */
function scopesOf({ in: kinds }: SearchQuery, searcher: Searcher): SQL {
  const { userId, nowMs } = searcher;
  const { id, user, is_public, sharing_level } = knowledgeCollections;
  const names: Record<SearchKind, SQL> = {
    messages: sql`select room as name from ${ownRooms(userId)}`,
    knowledge: sql`select ${id} as name from ${knowledgeCollections}
      where ${user} = ${userId} or ${is_public} = 1 or ${sharing_level} = 'public'
      union select * from ${grantedIds("knowledgeCollection", userId, nowMs)}`,
    bots: sql`${sharedWith(searcher)} union select 'public'`,
  };
  // Each nested by itself: D1 takes five terms in one compound.
  return sql.join(
    kinds.map((kind) => sql`select name from (${names[kind]})`),
    sql` union `,
  );
}

/**
 * Narrows a match to `names` within the index: a common word is in millions of other people's texts. Rights are asked on
 * each row besides.
 */
const within = (names: SQL): SQL => sql`(select case when count(*) > ${MAX_SCOPES} then ''
  else 'scope : (' || coalesce(group_concat('"' || replace(name, '-', '') || '"', ' OR '), '"nothing"') || ') AND ' end
  from (${names}))`;

/** Whether the text of a row found by trigrams also holds the words too short for them. */
const holdsShort = ({ short }: SearchTerms, columns: SQL): SQL =>
  short.length === 0
    ? sql`true`
    : holdsAll(
        sql`(select ${columns} from search_documents inner join search_texts
        on search_texts.kind = search_documents.kind and search_texts.ref = search_documents.ref
        where search_documents.id = search_trigrams.rowid)`,
        short,
      );

const holdsAll = (text: SQL, parts: readonly string[]): SQL =>
  sql`not exists (select 1 from json_each(${JSON.stringify(parts)}) as part where instr(lower(${text}), part.value) = 0)`;

/** Rows that an index finds; those found by what only editors may search are `guarded`. */
function indexed(query: SearchQuery, terms: SearchTerms, searcher: Searcher): SQL[] {
  const arms = [inWords(terms, within(scopesOf(query, searcher)), 0), inTrigrams(terms, 0)];
  if (query.in.includes("bots")) arms.push(inWords(terms, within(sharedWith(searcher)), 1), inTrigrams(terms, 1));
  return arms.filter((arm) => arm !== null);
}

const VISIBLE = { columns: "{title body}", text: sql`title || ' ' || body` };
const GUARDED = { columns: "{title body guarded}", text: sql`title || ' ' || body || ' ' || guarded` };

function inWords({ wordMatch }: SearchTerms, scope: SQL, guarded: 0 | 1): SQL | null {
  if (wordMatch === null) return null;
  const { columns } = guarded === 1 ? GUARDED : VISIBLE;
  return sql`select rowid, ${WORD_SCORE}, ${sql.raw(String(guarded))} from search_words
    where search_words match ${scope} || ${`${columns} : (${wordMatch})`}`;
}

function inTrigrams(terms: SearchTerms, guarded: 0 | 1): SQL | null {
  if (terms.trigramMatch === null) return null;
  const { columns, text } = guarded === 1 ? GUARDED : VISIBLE;
  return sql`select rowid, ${TRIGRAM_SCORE}, ${sql.raw(String(guarded))} from search_trigrams
    where search_trigrams match ${`${columns} : (${terms.trigramMatch})`} and ${holdsShort(terms, text)}`;
}

/** The caller's newest rows of each kind, as `(kind, ref)`. */
const own = ({ userId, nowMs }: Searcher): SQL => sql`
  select * from (select 'messages' as kind, ${messages.id} as ref from ${messages}
    where ${messages.conversation} in ${ownRooms(userId)} order by ${messages.created_timestamp} desc limit ${MAX_SCANNED})
  union all select * from (select 'knowledge', ${knowledge.id} from ${knowledge}
    inner join ${knowledgeCollections} on ${knowledgeCollections.id} = ${knowledge.knowledge_collection}
    where ${ownAndShared(userId, nowMs)} order by ${knowledge.id} desc limit ${MAX_SCANNED})
  union all select * from (select 'bots', ${bots.id} from ${bots}
    where ${bots.user} = ${userId} or ${bots.id} in ${grantedIds("bot", userId, nowMs)}
    order by ${bots.id} desc limit ${MAX_SCANNED})`;

/** What no index finds is looked for in the caller's own rows, newest first. */
function scanned({ scanFor }: SearchTerms, searcher: Searcher): SQL[] {
  if (scanFor === null) return [];
  const text = sql`(select title || ' ' || body from search_texts
    where search_texts.kind = own.kind and search_texts.ref = own.ref)`;
  return [
    sql`select search_documents.id, 0.0, 0 from (${own(searcher)}) as own
      inner join search_documents on search_documents.kind = own.kind and search_documents.ref = own.ref
      where ${holdsAll(text, scanFor)}`,
  ];
}

/** Rows `(doc, score, guarded)` of everything that holds the words, whoever may see it. */
export const matchedRows = (query: SearchQuery, terms: SearchTerms, searcher: Searcher): SQL =>
  sql.join([...indexed(query, terms, searcher), ...scanned(terms, searcher)], sql` union all `);
