import * as z from "zod/mini";
import type { Api } from "../net/api.ts";
import type { ApiProblem } from "../state/ports.ts";

const Hit = z.object({
  id: z.string(),
  conversation: z.string(),
  author_name: z.string(),
  created_timestamp: z.string(),
  excerpt: z.array(z.object({ text: z.string(), hit: z.boolean() })),
});
export type MessageHit = z.infer<typeof Hit>;
const Hits = z.object({ docs: z.array(Hit), next_cursor: z.nullable(z.string()) });

/** Pages of a hundred hits of all rooms that are looked through for those of one. Chosen: a second at most. */
const MAX_PAGES = 3;
/** Most hits shown. */
const MAX_HITS = 30;

/** Messages of one room that hold all the words, best first. */
export async function findMessages(
  api: Api,
  room_id: string,
  q: string,
  signal: AbortSignal,
): Promise<{ readonly hits: readonly MessageHit[]; readonly problem: ApiProblem | null }> {
  const hits: MessageHit[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES && hits.length < MAX_HITS; page++) {
    const query = new URLSearchParams({ q, in: "messages", limit: "100", ...(cursor !== null && { cursor }) });
    const answer = await api.call("GET", `/search?${query}`, Hits, { signal });
    if (!answer.ok) return { hits, problem: answer.problem };
    hits.push(...answer.value.docs.filter(({ conversation }) => conversation === room_id));
    cursor = answer.value.next_cursor;
    if (cursor === null) break;
  }
  return { hits: hits.slice(0, MAX_HITS), problem: null };
}
