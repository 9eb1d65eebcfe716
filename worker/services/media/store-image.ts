import { and, eq } from "drizzle-orm";
import { type MediaRecord, media } from "../../../schema/tables/media.ts";
import { AppError } from "../../../shared/app-error.ts";
import { MAX_ALT, mediaUrl } from "../../../shared/fields/media.ts";
import { isoTime, nowMs } from "../../clock.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { newId } from "../../ids.ts";
import { demandRoom, quotaError, roomFor } from "../quotas/quotas.ts";
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
 * own, so that deleting one never takes another's bytes.
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
  const hash = await sha256(picture.bytes);
  const db = openDb(env.DB);
  const mine = and(eq(media.user, userId), eq(media.sha256, hash), eq(media.room_only, words.room_only ?? false));
  const known = await db.select().from(media).where(mine).get();
  if (known !== undefined) return known;
  await demandRoom(db, userId, "media", picture.bytes.length);
  const row = newRow(userId, picture, hash, words);
  // The object first: a row whose bytes are missing would be a broken picture.
  await env.MEDIA.put(row.r2_key, picture.bytes, { httpMetadata: { contentType: row.mimeType } });
  try {
    await insert(db, row);
    const stored = await db.select().from(media).where(mine).get();
    if (stored === undefined) throw new AppError("conflict", "the image vanished");
    // Of two uploads of one picture at once, the other's row stands.
    if (stored.id !== row.id) await env.MEDIA.delete(row.r2_key);
    return stored;
  } catch (error) {
    await env.MEDIA.delete(row.r2_key);
    throw quotaError(error);
  }
}

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
