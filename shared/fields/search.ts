import { z } from "zod";

/** What can be searched, called as its collection is. */
export const SEARCH_KINDS = ["messages", "knowledge", "bots"] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** Longest query, UTF-16 units. Chosen: two lines of a search field. */
export const MAX_SEARCH_QUERY = 200;

/** A piece of a found text; the pieces in order make an excerpt. Plain text, never markup. */
const Segment = z.object({ text: z.string(), hit: z.boolean() });
export type Segment = z.infer<typeof Segment>;

const hit = { id: z.string(), excerpt: z.array(Segment) };

/** One row of the answer of a search, by what was found. */
export const SearchHit = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("messages"),
    ...hit,
    conversation: z.string(),
    conversation_title: z.string().nullable(),
    author_name: z.string(),
    bot: z.string().nullable(),
    created_timestamp: z.string(),
  }),
  z.object({
    kind: z.literal("knowledge"),
    ...hit,
    title: z.string(),
    knowledge_collection: z.string(),
    knowledge_collection_name: z.string(),
  }),
  z.object({
    kind: z.literal("bots"),
    ...hit,
    name: z.string(),
    slug: z.string(),
    creator_username: z.string(),
    picture_url: z.string().nullable(),
  }),
]);
export type SearchHit = z.infer<typeof SearchHit>;
