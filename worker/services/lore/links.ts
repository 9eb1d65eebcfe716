import { and, eq, inArray, sql } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import {
  collectionLinks,
  knowledgeCollections,
  type LinkTarget,
} from "../../../schema/tables/knowledge-collections.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { Right } from "../../../shared/fields/access-control.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { botRight } from "../access/bot-access.ts";
import { holds } from "../access/rights.ts";
import { tomeRight } from "../access/tome-access.ts";

/** Who makes a link: the lore is read with this person's rights from then on. */
export interface Linker {
  readonly userId: string;
  readonly nowMs: number;
}

/** Which tomes a bot, a conversation or a persona reads from now on: just `tomes`. A link that stays keeps its maker. */
export function linkTomes(
  db: Db,
  target: { readonly kind: LinkTarget; readonly id: string },
  tomes: readonly string[],
  { userId, nowMs }: Linker,
) {
  const wanted = JSON.stringify(tomes);
  const { collection, target_kind, target_id } = collectionLinks;
  return [
    db
      .delete(collectionLinks)
      .where(
        and(
          eq(target_kind, target.kind),
          eq(target_id, target.id),
          sql`${collection} not in (select value from json_each(${wanted}))`,
        ),
      ),
    db
      .insert(collectionLinks)
      .select(
        sql`select value, ${target.kind}, ${target.id}, ${userId}, ${isoTime(nowMs)} from json_each(${wanted}) where true`,
      )
      .onConflictDoNothing(),
  ] as const;
}

/** Which bots read a tome from now on: just `botIds`. A link that stays keeps its maker. */
export function linkBots(db: Db, tome: string, botIds: readonly string[], { userId, nowMs }: Linker) {
  const wanted = JSON.stringify(botIds);
  const { collection, target_kind, target_id } = collectionLinks;
  return [
    db
      .delete(collectionLinks)
      .where(
        and(
          eq(target_kind, "bot"),
          eq(collection, tome),
          sql`${target_id} not in (select value from json_each(${wanted}))`,
        ),
      ),
    db
      .insert(collectionLinks)
      .select(sql`select ${tome}, 'bot', value, ${userId}, ${isoTime(nowMs)} from json_each(${wanted}) where true`)
      .onConflictDoNothing(),
  ] as const;
}

/** A list of ids in a request: where it stands, and which of them are linked already and need no right any more. */
export interface LinkList {
  readonly field: string;
  readonly ids: readonly string[];
  readonly linked?: readonly string[];
}
type Held = readonly { readonly id: string; readonly right: Right | null }[];

/** @throws AppError naming the first id on which less than `needed` is held. */
function demandEach({ field, ids, linked = [] }: LinkList, held: Held, needed: Right): void {
  const rights = new Map(held.map(({ id, right }) => [id, right]));
  const at = ids.findIndex((id) => !linked.includes(id) && !holds(rights.get(id) ?? null, needed));
  if (at >= 0) throw refusal(field, { at, right: rights.get(ids[at] ?? "") ?? null });
}

const refusal = (field: string, { at, right }: { at: number; right: Right | null }): AppError => {
  const message = right === null ? "does not exist" : "is not yours to link";
  return new AppError(right === null ? "not_found" : "forbidden", "linked row", {
    publicMessage: `${field}.${at} ${message}.`,
    fields: [{ path: `${field}.${at}`, message }],
  });
};

/** Lets on only tomes this person may read. @throws AppError `not_found` naming the first other one. */
export async function demandTomes(db: Db, list: LinkList, { userId, nowMs }: Linker): Promise<void> {
  if (list.ids.length === 0) return;
  const found = await db
    .select({ id: knowledgeCollections.id, right: tomeRight(userId, nowMs) })
    .from(knowledgeCollections)
    .where(inArray(knowledgeCollections.id, sql`(select value from json_each(${JSON.stringify(list.ids)}))`));
  demandEach(list, found, "read");
}

/**
 * Lets on only bots this person may edit: whoever links a tome to a bot speaks into every room of that bot.
 * @throws AppError `not_found`, `forbidden` naming the first other one.
 */
export async function demandBots(db: Db, list: LinkList, { userId, nowMs }: Linker): Promise<void> {
  if (list.ids.length === 0) return;
  const found = await db
    .select({ id: bots.id, right: botRight(userId, nowMs) })
    .from(bots)
    .where(inArray(bots.id, sql`(select value from json_each(${JSON.stringify(list.ids)}))`));
  demandEach(list, found, "write");
}
