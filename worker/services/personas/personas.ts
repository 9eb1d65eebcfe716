import { and, count, desc, eq, like, lt, or, sql } from "drizzle-orm";
import type { z } from "zod";
import { collectionLinks } from "../../../schema/tables/knowledge-collections.ts";
import { type PersonaRecord, personas } from "../../../schema/tables/personas.ts";
import { AppError } from "../../../shared/app-error.ts";
import { MAX_PERSONAS, type PersonaInput, type PersonaPatch } from "../../../shared/fields/personas.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { newId } from "../../ids.ts";
import { demandOwnImage } from "../media/own-image.ts";
import { sameVersion } from "../version-guard.ts";

/** Which of a person's personas a list shows, and where it goes on. */
export interface PersonaQuery {
  readonly search?: string | undefined;
  readonly is_default?: boolean | undefined;
  readonly after?: { readonly value: string | number | null; readonly id: string } | undefined;
  readonly limit: number;
}

const own = (id: string, userId: string) => and(eq(personas.id, id), eq(personas.user, userId));

/** A person's personas, newest first; `limit + 1` rows at most. */
export function listPersonas(db: Db, userId: string, query: PersonaQuery): Promise<PersonaRecord[]> {
  const { search, is_default, after } = query;
  const value = String(after?.value ?? "");
  const { createdAt, id } = personas;
  return db
    .select()
    .from(personas)
    .where(
      and(
        eq(personas.user, userId),
        is_default === undefined ? undefined : eq(personas.is_default, is_default),
        // D1 takes patterns of 50 bytes at most.
        search ? like(personas.name, `%${search.replace(/[%_\\]/g, "").slice(0, 20)}%`) : undefined,
        after === undefined ? undefined : or(lt(createdAt, value), and(eq(createdAt, value), lt(id, after.id))),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(query.limit + 1)
    .all();
}

/** @throws AppError `not_found`, also for somebody else's: personas are always private. */
export async function readPersona(db: Db, id: string, userId: string): Promise<PersonaRecord> {
  const row = await db.select().from(personas).where(own(id, userId)).get();
  if (row === undefined) throw new AppError("not_found", "no such persona");
  return row;
}

/** Takes the mark from whichever persona has it, within the batch that gives it to another. */
const clearDefault = (db: Db, userId: string, nowMs: number) =>
  db
    .update(personas)
    .set({ is_default: false, updatedAt: isoTime(nowMs) })
    .where(and(eq(personas.user, userId), eq(personas.is_default, true)));

/** @throws AppError `limit_reached` at MAX_PERSONAS. */
export async function createPersona(
  db: Db,
  userId: string,
  input: PersonaInput,
  nowMs: number,
): Promise<PersonaRecord> {
  await demandOwnImage(db, input.appearance.avatar, userId, "appearance.avatar");
  const [held] = await db.select({ n: count() }).from(personas).where(eq(personas.user, userId));
  if ((held?.n ?? 0) >= MAX_PERSONAS)
    throw new AppError("limit_reached", "personas", {
      publicMessage: `You have ${MAX_PERSONAS} personas, the most there can be.`,
    });
  const now = isoTime(nowMs);
  const row = { ...input, id: newId(), user: userId, usage_count: 0, createdAt: now, updatedAt: now };
  const insert = db.insert(personas).values(row);
  if (input.is_default) await db.batch([clearDefault(db, userId, nowMs), insert]);
  else await insert;
  return row;
}

/** Whose change it is, when, and of which version (see `RequestContext.expects`). */
export interface PersonaEditor {
  readonly userId: string;
  readonly nowMs: number;
  readonly expects?: string | undefined;
}

/** Replaces the given fields. A new default takes the mark from the old one in the same batch. */
export async function updatePersona(
  db: Db,
  id: string,
  patch: z.output<typeof PersonaPatch>,
  { userId, nowMs, expects }: PersonaEditor,
): Promise<PersonaRecord> {
  await readPersona(db, id, userId);
  if (patch.appearance !== undefined) await demandOwnImage(db, patch.appearance.avatar, userId, "appearance.avatar");
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const update = db
    .update(personas)
    .set({ ...given, updatedAt: isoTime(nowMs) })
    .where(own(id, userId));
  const guard = sameVersion(db, personas, id, expects);
  if (patch.is_default) await db.batch([...guard, clearDefault(db, userId, nowMs), update]);
  else await db.batch([...guard, update]);
  return readPersona(db, id, userId);
}

/** Removes a persona and what lore it read. What was said under its name keeps that name. */
export async function deletePersona(db: Db, id: string, { userId, expects }: PersonaEditor): Promise<void> {
  await readPersona(db, id, userId);
  await db.batch([
    ...sameVersion(db, personas, id, expects),
    db
      .delete(collectionLinks)
      .where(sql`${collectionLinks.target_kind} = 'persona' and ${collectionLinks.target_id} = ${id}`),
    db.delete(personas).where(own(id, userId)),
  ]);
}
