import { z } from "zod";
import { MAX_SEARCH_QUERY, SEARCH_KINDS, SearchHit } from "../../../shared/fields/search.ts";
import { countFound, search } from "../../services/search/search.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf, toPage } from "../list.ts";
import { Flag, listQuery, readerOf } from "../sorted-list.ts";

/** `?in=messages,bots`. */
const Kinds = z
  .string()
  .max(100)
  .default(SEARCH_KINDS.join(","))
  .transform((text) => [...new Set(text.split(","))])
  .pipe(z.array(z.enum(SEARCH_KINDS)).min(1));

const find = endpoint({
  method: "GET",
  path: "/api/search",
  need: "session",
  summary:
    "Messages of my conversations, entries I may read and bots I may chat with that hold all the words, the last of which may be unfinished; best first. `in` names kinds, separated by commas",
  query: ListQuery.omit({ search: true }).extend({
    q: z.string().trim().min(1).max(MAX_SEARCH_QUERY),
    in: Kinds,
    includeMemoryTomes: Flag,
  }),
  output: listOf(SearchHit),
  handler: async (context, { query }) => {
    const [asked, searcher] = [listQuery(query), readerOf(context)];
    const page = toPage(await search(context.db, asked, searcher), query.limit, ({ cursor }) => cursor);
    const answer = { docs: page.docs.map(({ hit }) => hit), next_cursor: page.next_cursor };
    return query.count === "true" ? { ...answer, total: await countFound(context.db, asked, searcher) } : answer;
  },
});

export const searchEndpoints: readonly Endpoint[] = [find];
