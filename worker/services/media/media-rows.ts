import { and, desc, eq, lt, or, sql } from "drizzle-orm";
import { type MediaRecord, media } from "../../../schema/tables/media.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { MediaRow } from "../../../shared/fields/media.ts";
import { isoTime } from "../../clock.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";

/** A stored image as its owner sees it: where its bytes lie stays here. */
export function toMediaRow(record: MediaRecord): MediaRow {
  const { user: _user, sha256: _sha256, r2_key: _key, ...row } = record;
  return row;
}

/** A person's uploads, newest first; `limit + 1` rows at most. */
export function listMedia(
  db: Db,
  userId: string,
  { after, limit }: { after?: { value: string | number | null; id: string } | undefined; limit: number },
): Promise<MediaRecord[]> {
  const value = String(after?.value ?? "");
  const { createdAt, id } = media;
  const further = or(lt(createdAt, value), and(eq(createdAt, value), lt(id, after?.id ?? "")));
  return db
    .select()
    .from(media)
    .where(and(eq(media.user, userId), after === undefined ? undefined : further))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit + 1)
    .all();
}

/** @throws AppError `not_found`, also for somebody else's. */
export async function readMedia(db: Db, id: string, userId: string): Promise<MediaRecord> {
  const row = await db
    .select()
    .from(media)
    .where(and(eq(media.id, id), eq(media.user, userId)))
    .get();
  if (row === undefined) throw new AppError("not_found", "no such media");
  return row;
}

/** Says what a picture shows, for those who cannot see it. */
export async function describeMedia(
  db: Db,
  id: string,
  userId: string,
  alt: string,
  nowMs: number,
): Promise<MediaRecord> {
  await readMedia(db, id, userId);
  await db
    .update(media)
    .set({ alt, updatedAt: isoTime(nowMs) })
    .where(eq(media.id, id));
  return readMedia(db, id, userId);
}

/** Where a picture may still be in use. */
const isUsed = (id: string) => sql<number>`exists (select 1 from bots where picture = ${id})
  or exists (select 1 from users where avatar = ${id})
  or exists (select 1 from personas where json_extract(appearance, '$.avatar') = ${id})
  or exists (select 1 from creator_profiles where ${id} in
    (json_extract(profile_media, '$.avatar'), json_extract(profile_media, '$.banner')))`;

/** Removes an upload and its bytes. @throws AppError `conflict` while it is shown somewhere. */
export async function deleteMedia(env: Env, id: string, userId: string): Promise<void> {
  const db = openDb(env.DB);
  const row = await readMedia(db, id, userId);
  const removed = await db
    .delete(media)
    .where(sql`${media.id} = ${id} and not (${isUsed(id)})`)
    .returning();
  if (removed.length === 0)
    throw new AppError("conflict", "in use", { publicMessage: "This picture is in use. Take it away there first." });
  await env.MEDIA.delete(row.r2_key);
}
