import { and, eq, or, type SQL, sql } from "drizzle-orm";
import {
  collectionLinks,
  knowledgeCollections,
  type LinkTarget,
} from "../../../schema/tables/knowledge-collections.ts";
import { tomeRight } from "../access/tome-access.ts";

/** What is about to be read for: the speaking bot, the conversation, the active persona. */
export type LinkTargets = { readonly [Kind in LinkTarget]: string | null };

/**
 * `(id, stamp)` of the tomes that are linked to any of `targets` and that whoever made the link may still read, each
 * once (activation.md §3). A select to be put into another statement.
 */
export function linkedTomes(targets: LinkTargets, nowMs: number): SQL {
  const isLinked = Object.entries(targets).flatMap(([kind, id]) => {
    if (id === null) return [];
    return [and(sql`${collectionLinks.target_kind} = ${kind}`, eq(collectionLinks.target_id, id))];
  });
  const { id, modified_timestamp } = knowledgeCollections;
  return sql`select distinct ${id} as id, ${modified_timestamp} as stamp
    from ${collectionLinks} inner join ${knowledgeCollections} on ${id} = ${collectionLinks.collection}
    where (${or(...isLinked) ?? sql`0`}) and ${tomeRight(collectionLinks.user, nowMs)} is not null`;
}

/**
 * Text that changes whenever an entry or a setting of these tomes does, and when a tome comes or goes. Every write to a
 * tome or its entries raises the tome's `modified_timestamp` (`touchTome`), so comparing needs no entry.
 */
export const loreVersionOf = (tomes: readonly { readonly id: string; readonly stamp: string }[]): string =>
  [...tomes]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, stamp }) => `${id}:${stamp}`)
    .join(",");

/** The same text, found by the statement itself. @param tomes A select like `linkedTomes`. */
export const loreVersionSql = (tomes: SQL): SQL<string> =>
  sql`(select coalesce(group_concat(id || ':' || stamp, ',' order by id), '') from (${tomes}))`;
