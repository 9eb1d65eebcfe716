import { and, eq, type SQL } from "drizzle-orm";
import { type MoodRecord, moods } from "../../../schema/tables/moods.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { MoodInput, MoodName, MoodPatch } from "../../../shared/fields/moods.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { newId } from "../../ids.ts";
import { matching, rowReader, type Span, within } from "../row-reader.ts";
import { contains } from "../text-search.ts";
import { sameVersion } from "../version-guard.ts";

const { createdAt, updatedAt, intensity } = moods;
export const MOOD_SORTS = { createdAt, updatedAt, intensity } as const;

interface MoodQuery extends Span {
  readonly mood?: MoodName | undefined;
  readonly intensity?: number | undefined;
  readonly search?: string | undefined;
}

/** A person's moods. */
export const moodReader = rowReader({
  table: moods,
  sorts: MOOD_SORTS,
  seenBy: (userId: string) => eq(moods.user, userId),
  filter: (query: MoodQuery): SQL | undefined =>
    and(
      matching(moods.mood, query.mood),
      matching(intensity, query.intensity),
      within(createdAt, query),
      query.search ? contains([moods.note, moods.triggers], query.search) : undefined,
    ),
});

/** Whose row it is, when it changes, and from which version. */
export interface OwnEditor {
  readonly userId: string;
  readonly nowMs: number;
  readonly expects?: string | undefined;
}

/** Moods of one person and hour. Chosen: far beyond what anyone means, far below what a table minds. */
const MAX_AN_HOUR = 60;
const HOUR_MS = 3_600_000;

/** @throws AppError `limit_reached` at MAX_AN_HOUR. */
export async function createMood(db: Db, input: MoodInput, { userId, nowMs }: OwnEditor): Promise<MoodRecord> {
  const lately = await moodReader.count(db, userId, { from: isoTime(nowMs - HOUR_MS) });
  if (lately >= MAX_AN_HOUR)
    throw new AppError("limit_reached", "moods", {
      publicMessage: "That is a lot of moods for one hour. Rest a little.",
    });
  const now = isoTime(nowMs);
  const row = { ...input, id: newId(), user: userId, createdAt: now, updatedAt: now };
  await db.insert(moods).values(row);
  return row;
}

const own = (id: string, userId: string): SQL | undefined => and(eq(moods.id, id), eq(moods.user, userId));

/** Replaces the fields given. @throws AppError `not_found`, also for another's. */
export async function updateMood(db: Db, id: string, patch: MoodPatch, editor: OwnEditor): Promise<MoodRecord> {
  const { userId, nowMs, expects } = editor;
  await moodReader.read(db, userId, id);
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  await db.batch([
    ...sameVersion(db, moods, id, expects),
    db
      .update(moods)
      .set({ ...given, updatedAt: isoTime(nowMs) })
      .where(own(id, userId)),
  ]);
  return moodReader.read(db, userId, id);
}

/** @throws AppError `not_found`, also for another's. */
export async function deleteMood(db: Db, id: string, { userId, expects }: OwnEditor): Promise<void> {
  await moodReader.read(db, userId, id);
  await db.batch([...sameVersion(db, moods, id, expects), db.delete(moods).where(own(id, userId))]);
}
