import { and, eq, sql } from "drizzle-orm";
import { collectionLinks } from "../../../schema/tables/knowledge-collections.ts";
import { personas } from "../../../schema/tables/personas.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { PersonaTomes } from "../../../shared/fields/persona-tomes.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { sameVersion } from "../version-guard.ts";
import { demandTomes, type Linker, linkTomes } from "./links.ts";

/** Tomes a persona reads, in the order in which they were made. @throws AppError `not_found`, also for another's persona. */
export async function readPersonaTomes(db: Db, id: string, userId: string): Promise<PersonaTomes> {
  const { collection, target_kind, target_id } = collectionLinks;
  const isLinked = and(eq(target_kind, "persona"), eq(target_id, personas.id));
  const tomes = sql<string>`(select json_group_array(${collection} order by ${collection}) from ${collectionLinks}
    where ${isLinked})`;
  const row = await db
    .select({ updatedAt: personas.updatedAt, tomes })
    .from(personas)
    .where(and(eq(personas.id, id), eq(personas.user, userId)))
    .get();
  if (row === undefined) throw new AppError("not_found", "no such persona");
  return { knowledge_collections: JSON.parse(row.tomes) as string[], updatedAt: row.updatedAt };
}

/**
 * Lets a persona read just `tomes` from now on. A new one has to be readable for whose persona it is; one that stays
 * needs no right any more.
 * @throws AppError `not_found` for the persona or, by its place, a tome.
 */
export async function setPersonaTomes(
  db: Db,
  id: string,
  tomes: readonly string[],
  owner: Linker & { readonly expects?: string | undefined },
): Promise<PersonaTomes> {
  const before = await readPersonaTomes(db, id, owner.userId);
  const list = { field: "knowledge_collections", ids: tomes, linked: before.knowledge_collections };
  await demandTomes(db, list, owner);
  await db.batch([
    ...sameVersion(db, personas, id, owner.expects),
    ...linkTomes(db, { kind: "persona", id }, tomes, owner),
    db
      .update(personas)
      .set({ updatedAt: isoTime(owner.nowMs) })
      .where(eq(personas.id, id)),
  ]);
  return readPersonaTomes(db, id, owner.userId);
}
