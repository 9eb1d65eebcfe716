import { eq } from "drizzle-orm";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { KnowledgeCollectionRow } from "../../../shared/fields/knowledge-collection-row.ts";
import { KnowledgeCollectionInput } from "../../../shared/fields/knowledge-collections.ts";
import { type RowPatchBody, rowPatch } from "../../../shared/fields/row-patch.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { newId } from "../../ids.ts";
import { holds } from "../access/rights.ts";
import { takeBack } from "../access-control/take-back.ts";
import { demandBots, linkBots } from "../lore/links.ts";
import { touchTomes } from "../lore/touch-tome.ts";
import { sameVersion } from "../version-guard.ts";
import { readTome } from "./read-tomes.ts";
import { demandNotPublic } from "./sharing-rules.ts";

export const tomePatch = rowPatch(KnowledgeCollectionInput);
export type TomeChange = RowPatchBody<KnowledgeCollectionInput>;

/** Whose doing it is, and when. */
export interface TomeWriter {
  readonly userId: string;
  readonly nowMs: number;
}

/** @throws AppError `forbidden` for a public one or a bot that is not theirs to edit, `not_found` for a bot. */
export async function createTome(
  db: Db,
  input: KnowledgeCollectionInput,
  writer: TomeWriter,
): Promise<KnowledgeCollectionRow> {
  demandNotPublic(input.sharing_settings);
  await demandBots(db, { field: "bot", ids: input.bot }, writer);
  const { bot, ...fields } = input;
  const id = newId();
  const now = isoTime(writer.nowMs);
  const times = { created_timestamp: now, modified_timestamp: now, createdAt: now, updatedAt: now };
  await db.batch([
    db.insert(knowledgeCollections).values({ ...fields, id, user: writer.userId, ...times }),
    ...linkBots(db, id, bot, writer),
  ]);
  return readTome(db, id, writer);
}

/**
 * An editor changes what a tome says, not who reads it (api.md).
 * @param expects See `RequestContext.expects`.
 * @throws AppError `not_found`, `forbidden`.
 */
export async function updateTome(
  db: Db,
  id: string,
  change: TomeChange,
  writer: TomeWriter,
  expects?: string,
): Promise<KnowledgeCollectionRow> {
  const before = await readTome(db, id, writer, "write");
  if (change.sharing_settings !== undefined) {
    if (!holds(before.right, "admin"))
      throw new AppError("forbidden", "sharing", {
        fields: [{ path: "sharing_settings", message: "is not yours to change" }],
      });
    demandNotPublic(change.sharing_settings, before.sharing_settings);
  }
  const after = tomePatch.apply(inputOf(before), change);
  await demandBots(db, { field: "bot", ids: after.bot, linked: before.bot }, writer);
  const level = { from: before.sharing_settings.sharing_level, to: change.sharing_settings?.sharing_level };
  const asked = { field: "sharing_settings.sharing_level", ...level, right: before.right };
  const ends = takeBack(db, { type: "knowledgeCollection", id }, asked, writer);
  const { bot, ...fields } = after;
  const named = Object.fromEntries(
    Object.entries(fields).filter(([name]) => change[name as keyof TomeChange] !== undefined),
  );
  await db.batch([
    ...sameVersion(db, knowledgeCollections, id, expects),
    touchTomes(db, [id], writer.nowMs),
    db
      .update(knowledgeCollections)
      .set({ ...named, updatedAt: isoTime(writer.nowMs) })
      .where(eq(knowledgeCollections.id, id)),
    ...linkBots(db, id, bot, writer),
    ...ends,
  ]);
  return readTome(db, id, writer);
}

/** What a person wrote of a tome, without what is counted when it is read. */
function inputOf(row: KnowledgeCollectionRow): KnowledgeCollectionInput {
  const { knowledge_count: _count, last_updated: _updated, ...sharing_settings } = row.sharing_settings;
  const { size_estimate: _size, ...collection_metadata } = row.collection_metadata;
  const { name, bot, description, lore_settings, extensions } = row;
  return { name, bot, description, sharing_settings, collection_metadata, lore_settings, extensions };
}
