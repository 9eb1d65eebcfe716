import { and, eq, ne, sql } from "drizzle-orm";
import { type MediaRecord, media } from "../../../schema/tables/media.ts";
import { AppError } from "../../../shared/app-error.ts";
import { MAX_ALT, mediaUrl } from "../../../shared/fields/media.ts";
import { isoTime, nowMs } from "../../clock.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { newId } from "../../ids.ts";
import { dropMedia } from "../deletion/drop-files.ts";
import { roomFor, withinQuota } from "../quotas/quotas.ts";
import type { ImageInfo } from "./image-info.ts";
import { type Picture, readPicture } from "./read-picture.ts";

/** What a person may say of an image besides its bytes, and where it may be shown. */
export interface ImageWords {
  readonly alt?: string | undefined;
  readonly filename?: string | undefined;
  /** It is for rooms, and its address alone shows it to nobody else. */
  readonly room_only?: boolean | undefined;
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Stores an image of a user, without its hidden data. The same picture twice is one row; each row has an object of its
 * own, so that deleting one never takes another's bytes. The row comes first: whatever dies, no bytes lie where nothing
 * leads to them, and `sweepUploads` clears away what came to nothing.
 *
 * @throws AppError `attachment_rejected`, `too_large`, `limit_reached`.
 */
export async function storeImage(
  env: Env,
  userId: string,
  bytes: Uint8Array,
  words: ImageWords = {},
): Promise<MediaRecord> {
  const picture = await readPicture(bytes);
  const row = await takePlace(env, newRow(userId, picture, await sha256(picture.bytes), words));
  if (row.stage !== "arriving") return row;
  await env.MEDIA.put(row.r2_key, picture.bytes, { httpMetadata: { contentType: row.mimeType } });
  return await arrive(openDb(env.DB), row);
}

/** The row of the picture: the one it has already, or else `row`. One that waits does so from now on. */
async function takePlace(env: Env, row: MediaRecord): Promise<MediaRecord> {
  const db = openDb(env.DB);
  const mine = and(eq(media.user, row.user), eq(media.sha256, row.sha256), eq(media.room_only, row.room_only));
  const [known] = await db
    .update(media)
    .set({ updatedAt: sql`case ${media.stage} when 'kept' then ${media.updatedAt} else ${row.updatedAt} end` })
    .where(and(mine, ne(media.stage, "leaving")))
    .returning();
  if (known !== undefined) return known;
  const leaving = await db.select({ id: media.id, r2_key: media.r2_key }).from(media).where(mine).all();
  if (leaving.length > 0) await dropMedia(env, leaving);
  await withinQuota(insert(db, row));
  const stored = await db.select().from(media).where(mine).get();
  // Of two uploads of one picture at once one row stands, and both bring its bytes.
  if (stored === undefined) throw vanished();
  return stored;
}

/** Its bytes are there. @throws AppError `conflict` where it was swept or deleted meanwhile. */
async function arrive(db: Db, { id, room_only }: MediaRecord): Promise<MediaRecord> {
  const [stored] = await db
    .update(media)
    .set({
      stage: sql`case ${media.stage} when 'arriving' then ${room_only ? "waiting" : "kept"} else ${media.stage} end`,
    })
    .where(and(eq(media.id, id), ne(media.stage, "leaving")))
    .returning();
  if (stored === undefined) throw vanished();
  return stored;
}

const vanished = () =>
  new AppError("conflict", "the image vanished", {
    publicMessage: "This picture was deleted meanwhile. Upload it again.",
  });

const insert = (db: Db, row: MediaRecord) =>
  db.batch([
    roomFor(db, row.user, "media", row.filesize),
    db
      .insert(media)
      .values(row)
      .onConflictDoNothing({ target: [media.user, media.sha256, media.room_only] }),
  ]);

function newRow(userId: string, { info, bytes }: Picture, hash: string, words: ImageWords): MediaRecord {
  const id = newId();
  const now = isoTime(nowMs());
  return {
    id,
    user: userId,
    alt: (words.alt ?? "").slice(0, MAX_ALT),
    url: mediaUrl(id),
    filename: cleanFilename(words.filename ?? "", info),
    mimeType: info.type,
    filesize: bytes.length,
    width: info.width,
    height: info.height,
    sha256: hash,
    r2_key: `images/${userId}/${id}`,
    room_only: words.room_only ?? false,
    stage: "arriving",
    createdAt: now,
    updatedAt: now,
  };
}

/** The last part of a path, without what file systems and headers stumble over; its ending says what it is. */
function cleanFilename(filename: string, { type }: ImageInfo): string {
  const name =
    filename
      .split(/[/\\]/)
      .at(-1)
      ?.replace(/[^\p{L}\p{N}._ -]/gu, "")
      .replace(/\.[^.]*$/, "") ?? "";
  return `${name.trim().slice(0, 100) || "picture"}.${type.replace("image/", "").replace("jpeg", "jpg")}`;
}
