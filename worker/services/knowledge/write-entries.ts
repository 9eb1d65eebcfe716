import { and, eq, sql } from "drizzle-orm";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { memories } from "../../../schema/tables/memories.ts";
import { vectorRecords } from "../../../schema/tables/vector-records.ts";
import { AppError } from "../../../shared/app-error.ts";
import { type ActivationSettings, KnowledgeInput } from "../../../shared/fields/knowledge.ts";
import type { KnowledgeRow } from "../../../shared/fields/knowledge-row.ts";
import { type RowPatchBody, rowPatch } from "../../../shared/fields/row-patch.ts";
import { findKeyProblem } from "../../../shared/lore/keys.ts";
import { estimateTokens } from "../../../shared/text/tokens.ts";
import { countWords } from "../../../shared/text/word-count.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { newId } from "../../ids.ts";
import { holds, type Viewer } from "../access/rights.ts";
import { demandTome } from "../knowledge-collections/read-tomes.ts";
import { notPublic } from "../knowledge-collections/sharing-rules.ts";
import type { TomeWriter } from "../knowledge-collections/write-tomes.ts";
import { touchTomes } from "../lore/touch-tome.ts";
import { bytesOf, roomFor, withinQuota } from "../quotas/quotas.ts";
import { sameVersion } from "../version-guard.ts";
import { readEntry } from "./read-entries.ts";

export const entryPatch = rowPatch(KnowledgeInput);
export type EntryChange = RowPatchBody<KnowledgeInput>;

/** A pattern that the linear-time engine has no meaning for is refused here, never when a room runs it. */
function demandKeys(settings: ActivationSettings): void {
  const problem = findKeyProblem(settings);
  if (problem === null) return;
  throw new AppError("invalid", "key", {
    publicMessage: `${problem.field}: ${problem.message}.`,
    fields: [{ path: problem.field, message: problem.message }],
  });
}

function demandNotPublic(privacy: { readonly privacy_level?: string | null } | undefined): void {
  if (privacy?.privacy_level === "public") throw notPublic("privacy_settings.privacy_level");
}

/** The row of a new entry. It belongs to the owner of its tome, whoever writes it. */
export function newEntry(input: KnowledgeInput, owner: string, nowMs: number) {
  const now = isoTime(nowMs);
  return {
    ...input,
    id: newId(),
    user: owner,
    tokens: estimateTokens(input.entry),
    content_metadata: { ...input.content_metadata, word_count: countWords(input.entry) },
    created_timestamp: now,
    modified_timestamp: now,
    createdAt: now,
    updatedAt: now,
  } satisfies typeof knowledge.$inferInsert;
}

/** @throws AppError `not_found`, `forbidden` for the tome; `invalid` for a pattern, with its place; `limit_reached`. */
export async function createEntry(db: Db, input: KnowledgeInput, writer: TomeWriter): Promise<KnowledgeRow> {
  demandKeys(input.activation_settings);
  demandNotPublic(input.privacy_settings);
  const tome = await demandTome(db, input.knowledge_collection, writer, "write");
  const row = newEntry(input, tome.user, writer.nowMs);
  const room = roomFor(db, tome.user, "lore", bytesOf(row.entry));
  await withinQuota(db.batch([room, db.insert(knowledge).values(row), touchTomes(db, [tome.id], writer.nowMs)]));
  return readEntry(db, row.id, writer);
}

/**
 * Changes an entry, or moves it, which needs the right to write in both tomes. Same errors.
 * @param expects See `RequestContext.expects`.
 */
export async function updateEntry(
  db: Db,
  id: string,
  change: EntryChange,
  writer: TomeWriter,
  expects?: string,
): Promise<KnowledgeRow> {
  const before = await readEntry(db, id, writer, "write");
  demandNotPublic(change.privacy_settings);
  if (change.privacy_settings !== undefined && !holds(before.right, "admin"))
    throw new AppError("forbidden", "privacy", {
      fields: [{ path: "privacy_settings", message: "is not yours to change" }],
    });
  const after = entryPatch.apply(inputOf(before), change);
  // An import keeps keys that cannot run, marked; the rest of such an entry can still be changed.
  if (change.activation_settings !== undefined) demandKeys(after.activation_settings);
  const isMoved = after.knowledge_collection !== before.knowledge_collection;
  const owner = isMoved ? (await demandTome(db, after.knowledge_collection, writer, "write")).user : before.user;
  const leavesOwner = owner !== before.user;
  const added = bytesOf(after.entry) - (leavesOwner ? 0 : bytesOf(before.entry));
  const written = db.batch([
    ...sameVersion(db, knowledge, id, expects),
    ...(added > 0 ? [roomFor(db, owner, "lore", added)] : []),
    db
      .update(knowledge)
      .set({
        ...changedFields(before, after, change),
        ...(leavesOwner ? { is_vectorized: false, chunk_count: 0 } : {}),
        ...computedOf(after, change, { owner, nowMs: writer.nowMs }),
      })
      .where(eq(knowledge.id, id)),
    // Vectors are their owner's; the new one makes others.
    dropVectors(db, id, leavesOwner),
    touchTomes(db, [before.knowledge_collection, after.knowledge_collection], writer.nowMs),
  ]);
  await withinQuota(written);
  return readEntry(db, id, writer);
}

/** Only what the change names is written, so that changes of other fields at the same time are kept. */
function changedFields(
  before: KnowledgeRow,
  after: KnowledgeInput,
  change: EntryChange,
): Partial<typeof knowledge.$inferInsert> {
  const { content_metadata: _metadata, privacy_settings, ...fields } = after;
  const { access_count, last_accessed } = before.privacy_settings;
  const stored = { ...fields, privacy_settings: { ...privacy_settings, access_count, last_accessed } };
  return Object.fromEntries(Object.entries(stored).filter(([name]) => change[name as keyof EntryChange] !== undefined));
}

function computedOf(after: KnowledgeInput, change: EntryChange, { owner, nowMs }: { owner: string; nowMs: number }) {
  const now = isoTime(nowMs);
  const metadata = { ...change.content_metadata, word_count: countWords(after.entry) };
  return {
    user: owner,
    tokens: estimateTokens(after.entry),
    content_metadata: sql`json_patch(${knowledge.content_metadata}, ${JSON.stringify(metadata)})`,
    modified_timestamp: now,
    updatedAt: now,
  };
}

/** What a person wrote of an entry, without what is counted or computed. */
function inputOf(row: KnowledgeRow): KnowledgeInput {
  const { token_cost: _cost, ...budget_control } = row.budget_control;
  const { privacy_level, allow_sharing, share_expiration } = row.privacy_settings;
  const { source_url, author, language } = row.content_metadata;
  const written = Object.entries(row).filter(([name]) => name in KnowledgeInput.shape);
  return {
    ...(Object.fromEntries(written) as KnowledgeInput),
    budget_control,
    privacy_settings: { privacy_level, allow_sharing, share_expiration },
    content_metadata: { source_url, author, language },
  };
}

const dropVectors = (db: Db, id: string, isWanted = true) =>
  db
    .delete(vectorRecords)
    .where(and(eq(vectorRecords.source_id, id), eq(vectorRecords.source_type, "knowledge"), sql`${isWanted}`));

/**
 * Removes an entry with its vectors; the memory it was made of may become lore again. The log of what it did stays.
 * @returns Key of the uploaded file it was a part of, which may not be needed any more (`releaseFile`).
 * @throws AppError `not_found`, `forbidden`.
 */
export async function deleteEntry(db: Db, id: string, viewer: Viewer, expects?: string): Promise<string | null> {
  const { knowledge_collection, r2_file_key } = await readEntry(db, id, viewer, "write");
  const now = isoTime(viewer.nowMs);
  await db.batch([
    ...sameVersion(db, knowledge, id, expects),
    dropVectors(db, id),
    db
      .update(memories)
      .set({ converted_to_lore: false, lore_entry: null, converted_at: null, updatedAt: now })
      .where(eq(memories.lore_entry, id)),
    db.delete(knowledge).where(eq(knowledge.id, id)),
    touchTomes(db, [knowledge_collection], viewer.nowMs),
  ]);
  return r2_file_key;
}
