import { and, eq, inArray, not, sql } from "drizzle-orm";
import { type MediaRecord, media } from "../../../schema/tables/media.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { MediaRow } from "../../../shared/fields/media.ts";
import { isoTime } from "../../clock.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { dropMedia } from "../deletion/drop-files.ts";
import { type Cursor, keyset, type Sort, sortOf } from "../keyset.ts";
import { contains } from "../text-search.ts";
import { sameVersion } from "../version-guard.ts";

/** An upload counts from the moment its bytes are there until the moment they begin to go. */
export const isThere = inArray(media.stage, ["waiting", "kept"]);

/** A stored image as its owner sees it: where its bytes lie stays here. */
export function toMediaRow(record: MediaRecord): MediaRow {
  const { user: _user, sha256: _sha256, r2_key: _key, stage: _stage, ...row } = record;
  return row;
}

const COLUMNS = { createdAt: media.createdAt, filename: media.filename, filesize: media.filesize };
export const MediaSort = sortOf(COLUMNS, "-createdAt");

/** Which of a person's uploads a list shows, and where it goes on. */
export interface MediaQuery {
  readonly search?: string | undefined;
  readonly mimeType?: MediaRow["mimeType"] | undefined;
  readonly sort: Sort<typeof COLUMNS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

const wanted = (userId: string, { search, mimeType }: MediaQuery) =>
  and(
    eq(media.user, userId),
    isThere,
    mimeType === undefined ? undefined : eq(media.mimeType, mimeType),
    search ? contains([media.filename, media.alt], search) : undefined,
  );

/** A person's uploads; `limit + 1` rows at most. */
export function listMedia(db: Db, userId: string, query: MediaQuery): Promise<MediaRecord[]> {
  const { where, orderBy } = keyset(COLUMNS, media.id, query.sort, query.after);
  return db
    .select()
    .from(media)
    .where(and(wanted(userId, query), where))
    .orderBy(...orderBy)
    .limit(query.limit + 1)
    .all();
}

export const countMedia = (db: Db, userId: string, query: MediaQuery): Promise<number> =>
  db.$count(media, wanted(userId, query));

/** @throws AppError `not_found`, also for somebody else's. */
export async function readMedia(db: Db, id: string, userId: string): Promise<MediaRecord> {
  const row = await db
    .select()
    .from(media)
    .where(and(eq(media.id, id), eq(media.user, userId), isThere))
    .get();
  if (row === undefined) throw new AppError("not_found", "no such media");
  return row;
}

/**
 * Where a picture may still be in use. All places but a bot's picture and its editor's take only their own person's
 * uploads, so that each looks at one person's rows.
 */
const isUsed = ({ id, user, createdAt }: MediaRecord) => sql`(exists (select 1 from bots where picture = ${id})
  or exists (select 1 from users where id = ${user} and avatar = ${id})
  or exists (select 1 from personas where user = ${user} and appearance ->> '$.avatar' = ${id})
  or exists (select 1 from creator_profiles where user = ${user}
    and ${id} in (profile_media ->> '$.avatar', profile_media ->> '$.banner'))
  or exists (select 1 from messages, json_each(messages.message_content, '$.media_attachments') as attached
    where messages.user = ${user} and messages.created_timestamp >= ${createdAt} and attached.value = ${id}))`;

/** Who deletes, and on top of which version of the row. */
export interface MediaEditor {
  readonly userId: string;
  readonly nowMs: number;
  readonly expects?: string | undefined;
}

/**
 * Says what a picture shows, for those who cannot see it.
 * @throws AppError `not_found`, also for somebody else's.
 */
export async function describeMedia(db: Db, id: string, editor: MediaEditor, alt: string): Promise<MediaRecord> {
  await readMedia(db, id, editor.userId);
  await db.batch([
    ...sameVersion(db, media, id, editor.expects),
    db
      .update(media)
      .set({ alt, updatedAt: isoTime(editor.nowMs) })
      .where(eq(media.id, id)),
  ]);
  return readMedia(db, id, editor.userId);
}

/**
 * Removes an upload and its bytes. Broken off between the two, the sweep goes on.
 * @throws AppError `not_found`; `conflict` while it is shown somewhere.
 */
export async function deleteMedia(env: Env, id: string, editor: Omit<MediaEditor, "nowMs">): Promise<void> {
  const db = openDb(env.DB);
  const row = await readMedia(db, id, editor.userId);
  const [, leaving] = await db.batch([
    ...sameVersion(db, media, id, editor.expects),
    db
      .update(media)
      .set({ stage: "leaving" })
      .where(and(eq(media.id, id), not(isUsed(row))))
      .returning({ id: media.id, r2_key: media.r2_key }),
  ]);
  if (leaving.length === 0)
    throw new AppError("conflict", "in use", { publicMessage: "This picture is in use. Take it away there first." });
  await dropMedia(env, leaving);
}
