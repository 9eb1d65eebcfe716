import { eq } from "drizzle-orm";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { AppError } from "../../../shared/app-error.ts";
import { type ActivationSettings, KnowledgeInput } from "../../../shared/fields/knowledge.ts";
import type { KnowledgeRow } from "../../../shared/fields/knowledge-row.ts";
import { type RowPatchBody, rowPatch } from "../../../shared/fields/row-patch.ts";
import { findKeyProblem } from "../../../shared/lore/keys.ts";
import { estimateTokens } from "../../../shared/text/tokens.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { newId } from "../../ids.ts";
import { holds, type Viewer } from "../access/rights.ts";
import { demandTome } from "../knowledge-collections/read-tomes.ts";
import { notPublic } from "../knowledge-collections/sharing-rules.ts";
import type { TomeWriter } from "../knowledge-collections/write-tomes.ts";
import { touchTomes } from "../lore/touch-tome.ts";
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

function demandNotPublic(privacy: { readonly privacy_level?: string | null } | undefined, { role }: TomeWriter): void {
  if (privacy?.privacy_level === "public" && role !== "admin") throw notPublic("privacy_settings.privacy_level");
}

/** The row of a new entry. It belongs to the owner of its tome, whoever writes it. */
export function newEntry(input: KnowledgeInput, owner: string, nowMs: number): typeof knowledge.$inferInsert {
  const now = isoTime(nowMs);
  return {
    ...input,
    id: newId(),
    user: owner,
    tokens: estimateTokens(input.entry),
    created_timestamp: now,
    modified_timestamp: now,
    createdAt: now,
    updatedAt: now,
  };
}

/** @throws AppError `not_found`, `forbidden` for the tome; `invalid` for a pattern, with its place. */
export async function createEntry(db: Db, input: KnowledgeInput, writer: TomeWriter): Promise<KnowledgeRow> {
  demandKeys(input.activation_settings);
  demandNotPublic(input.privacy_settings, writer);
  const tome = await demandTome(db, input.knowledge_collection, writer, "write");
  const row = newEntry(input, tome.user, writer.nowMs);
  await db.batch([db.insert(knowledge).values(row), touchTomes(db, [tome.id], writer.nowMs)]);
  return readEntry(db, row.id, writer);
}

/** Changes an entry, or moves it, which needs the right to write in both tomes. Same errors. */
export async function updateEntry(db: Db, id: string, change: EntryChange, writer: TomeWriter): Promise<KnowledgeRow> {
  const before = await readEntry(db, id, writer, "write");
  demandNotPublic(change.privacy_settings, writer);
  if (change.privacy_settings !== undefined && !holds(before.right, "admin"))
    throw new AppError("forbidden", "privacy", {
      fields: [{ path: "privacy_settings", message: "is not yours to change" }],
    });
  const after = entryPatch.apply(inputOf(before), change);
  // An import keeps keys that cannot run, marked; the rest of such an entry can still be changed.
  if (change.activation_settings !== undefined) demandKeys(after.activation_settings);
  const isMoved = after.knowledge_collection !== before.knowledge_collection;
  const owner = isMoved ? (await demandTome(db, after.knowledge_collection, writer, "write")).user : before.user;
  const now = isoTime(writer.nowMs);
  const stored = { ...after, privacy_settings: { ...before.privacy_settings, ...after.privacy_settings } };
  const named = Object.entries(stored).filter(([name]) => change[name as keyof EntryChange] !== undefined);
  const computed = { user: owner, tokens: estimateTokens(after.entry), modified_timestamp: now, updatedAt: now };
  await db.batch([
    db
      .update(knowledge)
      .set({ ...Object.fromEntries(named), ...computed })
      .where(eq(knowledge.id, id)),
    touchTomes(db, [before.knowledge_collection, after.knowledge_collection], writer.nowMs),
  ]);
  return readEntry(db, id, writer);
}

/** What a person wrote of an entry, without what is counted or computed. */
function inputOf(row: KnowledgeRow): KnowledgeInput {
  const { token_cost: _cost, ...budget_control } = row.budget_control;
  const { access_count: _count, last_accessed: _accessed, ...privacy_settings } = row.privacy_settings;
  const written = Object.entries(row).filter(([name]) => name in KnowledgeInput.shape);
  return { ...(Object.fromEntries(written) as KnowledgeInput), budget_control, privacy_settings };
}

/** Removes an entry; the log of what it did stays. @throws AppError `not_found`, `forbidden`. */
export async function deleteEntry(db: Db, id: string, viewer: Viewer): Promise<void> {
  const { knowledge_collection } = await readEntry(db, id, viewer, "write");
  await db.batch([
    db.delete(knowledge).where(eq(knowledge.id, id)),
    touchTomes(db, [knowledge_collection], viewer.nowMs),
  ]);
}
