import type { VNode } from "preact";
import * as z from "zod/mini";
import { fullTimeOf, shortWhen } from "../ui/date-words.ts";

const excerpt = z.array(z.object({ text: z.string(), hit: z.boolean() }));
const Hit = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("messages"),
    id: z.string(),
    excerpt,
    conversation: z.string(),
    conversation_title: z.nullable(z.string()),
    author_name: z.string(),
    created_timestamp: z.string(),
  }),
  z.object({
    kind: z.literal("knowledge"),
    id: z.string(),
    excerpt,
    title: z.string(),
    knowledge_collection_name: z.string(),
  }),
  z.object({
    kind: z.literal("bots"),
    id: z.string(),
    excerpt,
    name: z.string(),
    slug: z.string(),
    creator_username: z.string(),
  }),
]);
type Hit = z.infer<typeof Hit>;
export const Hits = z.object({ docs: z.array(Hit), next_cursor: z.nullable(z.string()) });

/** Tabs of the search, by the API's names. */
export const KINDS = [
  { id: "all", label: "Everything" },
  { id: "messages", label: "Messages" },
  { id: "knowledge", label: "Lore" },
  { id: "bots", label: "Bots" },
] as const;
export const kindOf = (text: string | undefined): string => KINDS.find(({ id }) => id === text)?.id ?? "all";

/** One thing that was found, with the words that made it one. */
export function HitRow({ hit }: { hit: Hit }): VNode {
  const { href, title, note } = faceOf(hit);
  const words = (
    <>
      <span class="hit-title">
        <bdi>{title}</bdi>
        <span class="page-note">{note}</span>
      </span>
      <span class="hit-excerpt" dir="auto">
        {hit.excerpt.map(({ text, hit: isHit }, at) => (isHit ? <mark key={at}>{text}</mark> : text))}
      </span>
    </>
  );
  return href === null ? (
    <div class="hit">{words}</div>
  ) : (
    <a class="hit" href={href}>
      {words}
    </a>
  );
}

function faceOf(hit: Hit): { href: string | null; title: string; note: VNode } {
  if (hit.kind === "bots")
    return { href: `/${hit.creator_username}/${hit.slug}`, title: hit.name, note: <>Bot by @{hit.creator_username}</> };
  if (hit.kind === "knowledge")
    return {
      href: null,
      title: hit.title || "Untitled entry",
      note: (
        <>
          Lore in <bdi>{hit.knowledge_collection_name}</bdi>
        </>
      ),
    };
  const { created_timestamp: at } = hit;
  return {
    href: `/r/${hit.conversation}/m/${hit.id}`,
    title: hit.author_name,
    note: (
      <>
        in <bdi>{hit.conversation_title ?? "Untitled room"}</bdi> ·{" "}
        <time dateTime={at} title={fullTimeOf(at)}>
          {shortWhen(at, new Date())}
        </time>
      </>
    ),
  };
}
