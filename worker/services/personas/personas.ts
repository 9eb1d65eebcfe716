import { and, eq, type SQL, sql } from "drizzle-orm";
import { collectionLinks } from "../../../schema/tables/knowledge-collections.ts";
import { personaAnalytics } from "../../../schema/tables/persona-analytics.ts";
import { type PersonaRecord, personas } from "../../../schema/tables/personas.ts";
import { AppError } from "../../../shared/app-error.ts";
import { mediaUrl } from "../../../shared/fields/media.ts";
import {
  type PERSONA_GENDERS,
  type PERSONA_PRONOUNS,
  type PersonaInput,
  PersonaPatch,
  type PersonaRow,
} from "../../../shared/fields/personas.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { newId } from "../../ids.ts";
import { type Cursor, keyset, type Sort, sortOf } from "../keyset.ts";
import { demandOwnImage } from "../media/own-image.ts";
import { roomFor, withinQuota } from "../quotas/quotas.ts";
import { contains } from "../text-search.ts";
import { settlePronouns } from "../users/pronouns.ts";
import { sameVersion } from "../version-guard.ts";

const COLUMNS = {
  createdAt: personas.createdAt,
  updatedAt: personas.updatedAt,
  name: personas.name,
  usage_count: personas.usage_count,
};
export const PersonaSort = sortOf(COLUMNS, "-createdAt");

/** Which of a person's personas a list shows, and where it goes on. */
export interface PersonaQuery {
  readonly search?: string | undefined;
  readonly is_default?: boolean | undefined;
  readonly gender?: (typeof PERSONA_GENDERS)[number] | undefined;
  readonly pronouns?: (typeof PERSONA_PRONOUNS)[number] | undefined;
  readonly sort: Sort<typeof COLUMNS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

/** Who writes, when, and on top of which version of the row. */
export interface PersonaEditor {
  readonly userId: string;
  readonly nowMs: number;
  readonly expects?: string | undefined;
}

/** A persona with the address of its face. */
export const toPersonaRow = (record: PersonaRecord): PersonaRow => ({
  ...record,
  appearance: { ...record.appearance, avatar_url: mediaUrl(record.appearance.avatar) },
});

const own = (id: string, userId: string) => and(eq(personas.id, id), eq(personas.user, userId));

function wanted(userId: string, query: PersonaQuery): SQL | undefined {
  const { search, is_default, gender, pronouns } = query;
  return and(
    eq(personas.user, userId),
    is_default === undefined ? undefined : eq(personas.is_default, is_default),
    gender === undefined ? undefined : eq(personas.gender, gender),
    pronouns === undefined ? undefined : eq(personas.pronouns, pronouns),
    search ? contains([personas.name, personas.description], search) : undefined,
  );
}

/** A person's personas; `limit + 1` rows at most. */
export function listPersonas(db: Db, userId: string, query: PersonaQuery): Promise<PersonaRecord[]> {
  const { where, orderBy } = keyset(COLUMNS, personas.id, query.sort, query.after);
  return db
    .select()
    .from(personas)
    .where(and(wanted(userId, query), where))
    .orderBy(...orderBy)
    .limit(query.limit + 1)
    .all();
}

export const countPersonas = (db: Db, userId: string, query: PersonaQuery): Promise<number> =>
  db.$count(personas, wanted(userId, query));

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

/** @throws AppError `invalid`; `limit_reached` for more than a person may have. */
export async function createPersona(db: Db, editor: PersonaEditor, input: PersonaInput): Promise<PersonaRecord> {
  const { userId, nowMs } = editor;
  await demandOwnImage(db, input.appearance.avatar, userId, "appearance.avatar");
  const now = isoTime(nowMs);
  const pronouns = settlePronouns(input, input);
  const row = { ...input, ...pronouns, id: newId(), user: userId, usage_count: 0, createdAt: now, updatedAt: now };
  const insert = db.insert(personas).values(row);
  const unmark = input.is_default ? [clearDefault(db, userId, nowMs)] : [];
  await withinQuota(db.batch([roomFor(db, userId, "personas", 1), ...unmark, insert]));
  return row;
}

/** Replaces the given fields. A new default takes the mark from the old one in the same batch. */
export async function updatePersona(
  db: Db,
  id: string,
  editor: PersonaEditor,
  patch: PersonaPatch,
): Promise<PersonaRecord> {
  const { userId, nowMs, expects } = editor;
  const current = await readPersona(db, id, userId);
  const changed = PersonaPatch.apply(inputOf(current), patch);
  if (patch.appearance?.avatar !== undefined)
    await demandOwnImage(db, changed.appearance.avatar, userId, "appearance.avatar");
  const given = Object.fromEntries(Object.keys(patch).map((name) => [name, changed[name as keyof PersonaInput]]));
  const changesPronouns = patch.pronouns !== undefined || patch.custom_pronouns !== undefined;
  const pronouns = changesPronouns ? settlePronouns(current, patch) : {};
  await db.batch([
    ...sameVersion(db, personas, id, expects),
    ...(patch.is_default ? [clearDefault(db, userId, nowMs)] : []),
    db
      .update(personas)
      .set({ ...given, ...pronouns, updatedAt: isoTime(nowMs) })
      .where(own(id, userId)),
  ]);
  return readPersona(db, id, userId);
}

function inputOf(record: PersonaRecord): PersonaInput {
  const { id: _id, user: _user, usage_count: _used, createdAt: _made, updatedAt: _changed, ...input } = record;
  return input;
}

/**
 * Removes a persona, its figures and what lore it read. What was said under its name keeps that name. A default's mark goes with it:
 * whom a person speaks as is never chosen for them.
 */
export async function deletePersona(db: Db, id: string, { userId, expects }: PersonaEditor): Promise<void> {
  await readPersona(db, id, userId);
  await db.batch([
    ...sameVersion(db, personas, id, expects),
    db
      .delete(collectionLinks)
      .where(sql`${collectionLinks.target_kind} = 'persona' and ${collectionLinks.target_id} = ${id}`),
    db.delete(personaAnalytics).where(eq(personaAnalytics.persona, id)),
    db.delete(personas).where(own(id, userId)),
  ]);
}
