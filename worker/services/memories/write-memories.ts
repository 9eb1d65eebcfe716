import { and, eq } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import { conversations } from "../../../schema/tables/conversations.ts";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { memories } from "../../../schema/tables/memories.ts";
import { vectorRecords } from "../../../schema/tables/vector-records.ts";
import { AppError } from "../../../shared/app-error.ts";
import { MemoryInput, type MemoryParticipants, type MemoryRow } from "../../../shared/fields/memories.ts";
import { type RowPatchBody, rowPatch } from "../../../shared/fields/row-patch.ts";
import { estimateTokens } from "../../../shared/text/tokens.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { newId } from "../../ids.ts";
import { botRight } from "../access/bot-access.ts";
import { roleIn } from "../access/conversation-access.ts";
import { sameVersion } from "../version-guard.ts";
import { readMemory } from "./read-memories.ts";

export const memoryPatch = rowPatch(MemoryInput);
export type MemoryChange = RowPatchBody<MemoryInput>;

/** Whose memory it is, when, and of which version (see `RequestContext.expects`). */
export interface Rememberer {
  readonly userId: string;
  readonly nowMs: number;
  readonly expects?: string | undefined;
}

const absent = (field: string): AppError =>
  new AppError("not_found", field, {
    publicMessage: `${field} does not exist.`,
    fields: [{ path: field, message: "does not exist" }],
  });

/** @throws AppError `not_found` for a bot this person may not chat with. */
async function demandBot(db: Db, id: string, { userId, nowMs }: Rememberer): Promise<void> {
  const found = await db
    .select({ right: botRight(userId, nowMs) })
    .from(bots)
    .where(eq(bots.id, id))
    .get();
  if ((found?.right ?? null) === null) throw absent("bot");
}

/** Who took part in a conversation of this person's. @throws AppError `not_found` for any other. */
async function participantsOf(db: Db, id: string, { userId }: Rememberer): Promise<MemoryParticipants> {
  const found = await db
    .select({ participants: conversations.participants, role: roleIn(userId) })
    .from(conversations)
    .where(eq(conversations.id, id))
    .get();
  if (!found || found.role === null) throw absent("conversation");
  const { personas, bots: seated } = found.participants;
  return { personas: [...personas], bots: [...seated] };
}

/** @throws AppError `not_found` naming a bot or a conversation that is not there for this person. */
export async function createMemory(db: Db, input: MemoryInput, owner: Rememberer): Promise<MemoryRow> {
  await demandBot(db, input.bot, owner);
  const there = input.conversation === null ? null : await participantsOf(db, input.conversation, owner);
  const now = isoTime(owner.nowMs);
  const id = newId();
  await db.insert(memories).values({
    ...input,
    participants: input.participants ?? there ?? { personas: [], bots: [input.bot] },
    id,
    user: owner.userId,
    tokens: estimateTokens(input.entry),
    created_timestamp: now,
    modified_timestamp: now,
    createdAt: now,
    updatedAt: now,
  });
  return readMemory(db, id, owner.userId);
}

/** Only what the change names is written. A bot or conversation that stays needs no right any more. Same errors. */
export async function updateMemory(db: Db, id: string, change: MemoryChange, owner: Rememberer): Promise<MemoryRow> {
  const before = await readMemory(db, id, owner.userId);
  const after = memoryPatch.apply(inputOf(before), change);
  if (after.bot !== before.bot) await demandBot(db, after.bot, owner);
  if (after.conversation !== null && after.conversation !== before.conversation)
    await participantsOf(db, after.conversation, owner);
  const named = Object.entries(after).filter(([name]) => change[name as keyof MemoryChange] !== undefined);
  const now = isoTime(owner.nowMs);
  await db.batch([
    ...sameVersion(db, memories, id, owner.expects),
    db
      .update(memories)
      .set({
        ...Object.fromEntries(named),
        ...(change.entry === undefined ? {} : { tokens: estimateTokens(after.entry) }),
        modified_timestamp: now,
        updatedAt: now,
      })
      .where(and(eq(memories.id, id), eq(memories.user, owner.userId))),
  ]);
  return readMemory(db, id, owner.userId);
}

const inputOf = (row: MemoryRow): MemoryInput =>
  Object.fromEntries(Object.entries(row).filter(([name]) => name in MemoryInput.shape)) as MemoryInput;

/** Removes a memory with its vectors. Lore that was made of it stays and forgets where it comes from. */
export async function deleteMemory(db: Db, id: string, owner: Rememberer): Promise<void> {
  await readMemory(db, id, owner.userId);
  await db.batch([
    ...sameVersion(db, memories, id, owner.expects),
    db
      .update(knowledge)
      .set({ source_memory_id: null, updatedAt: isoTime(owner.nowMs) })
      .where(eq(knowledge.source_memory_id, id)),
    db.delete(vectorRecords).where(and(eq(vectorRecords.source_id, id), eq(vectorRecords.source_type, "memory"))),
    db.delete(memories).where(eq(memories.id, id)),
  ]);
}
