import { and, eq } from "drizzle-orm";
import { type MediaRecord, media } from "../../../schema/tables/media.ts";
import { AppError } from "../../../shared/app-error.ts";
import { MAX_IMAGE_BYTES, MAX_IMAGE_PIXELS, MAX_IMAGE_SIDE } from "../../../shared/fields/media.ts";
import { isoTime, nowMs } from "../../clock.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { newId } from "../../ids.ts";
import { type ImageInfo, imageInfo } from "./image-info.ts";
import { stripMetadata } from "./strip-metadata.ts";

/** What a person may say of an image besides its bytes. */
export interface ImageWords {
  readonly alt?: string | undefined;
  readonly filename?: string | undefined;
}

const rejected = (code: "attachment_rejected" | "too_large", message: string): AppError =>
  new AppError(code, "image", { publicMessage: message, fields: [{ path: "file", message }] });

/** @throws AppError `attachment_rejected`, `too_large`: not a picture we take, or one too large to show. */
function inspect(bytes: Uint8Array): { info: ImageInfo; stripped: Uint8Array } {
  if (bytes.length > MAX_IMAGE_BYTES) throw rejected("too_large", "A picture may have at most 10 MB.");
  const info = imageInfo(bytes);
  if (info === null) throw rejected("attachment_rejected", "Pictures have to be PNG, JPEG, WebP or GIF.");
  const { width, height } = info;
  if (Math.max(width, height) > MAX_IMAGE_SIDE || width * height > MAX_IMAGE_PIXELS)
    throw rejected("too_large", `A picture may have at most ${MAX_IMAGE_SIDE} pixels a side and 40 million in all.`);
  const stripped = stripMetadata(info.type, bytes);
  if (stripped === null) throw rejected("attachment_rejected", "This picture is damaged.");
  return { info, stripped };
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Stores an image of a user, without its hidden data, under the hash of what is kept: the same picture twice is one
 * row and one object. Users share no objects, so that deleting one's picture never takes another's.
 *
 * @throws AppError `attachment_rejected`, `too_large`.
 */
export async function storeImage(
  env: Env,
  userId: string,
  bytes: Uint8Array,
  words: ImageWords = {},
): Promise<MediaRecord> {
  const { info, stripped } = inspect(bytes);
  const hash = await sha256(stripped);
  const db = openDb(env.DB);
  const mine = and(eq(media.user, userId), eq(media.sha256, hash));
  const known = await db.select().from(media).where(mine).get();
  if (known !== undefined) return known;
  const r2_key = `images/${userId}/${hash}`;
  // The object first: a row whose bytes are missing would be a broken picture, bytes without a row are only swept.
  await env.MEDIA.put(r2_key, stripped, { httpMetadata: { contentType: info.type } });
  const id = newId();
  const now = isoTime(nowMs());
  await db
    .insert(media)
    .values({
      id,
      user: userId,
      alt: (words.alt ?? "").slice(0, 1_000),
      url: `/media/${id}`,
      filename: cleanFilename(words.filename ?? "", info),
      mimeType: info.type,
      filesize: stripped.length,
      width: info.width,
      height: info.height,
      sha256: hash,
      r2_key,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing();
  const row = await db.select().from(media).where(mine).get();
  if (row === undefined) throw new AppError("conflict", "the image vanished");
  return row;
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
