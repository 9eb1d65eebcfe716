import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { IMAGE_TYPES, MAX_IMAGE_BYTES, MAX_IMAGE_SIDE, MEDIA_STAGES } from "../../shared/fields/media.ts";
import { allOf, flag, isBetween, isOneOf, rowTimes } from "./columns.ts";
import { users } from "./users.ts";

/** Uploaded images. The bytes lie in R2 under `r2_key`. Added to schema.md: `user`, `sha256`, `r2_key`, `room_only`, `stage`. */
export const media = sqliteTable(
  "media",
  {
    id: text().primaryKey(),
    /** Who uploaded it. */
    user: text()
      .notNull()
      .references(() => users.id),
    alt: text().notNull().default(""),
    /** Path on this site, `/media/<id>`. */
    url: text().notNull(),
    filename: text().notNull(),
    mimeType: text({ enum: IMAGE_TYPES }).notNull(),
    /** Bytes. */
    filesize: integer().notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    /** Of the bytes, lower-case hex. */
    sha256: text().notNull(),
    r2_key: text().notNull(),
    /** Sent in rooms: its address alone shows it to nobody but who uploaded it. */
    room_only: flag(),
    /** Anything but `kept` is swept in time, by `updatedAt`. */
    stage: text({ enum: MEDIA_STAGES }).notNull().default("kept"),
    ...rowTimes(),
  },
  (t) => [
    // The same picture again is the same row; what is shown by its address stays apart from what is sent in rooms.
    uniqueIndex("media_user_sha256_unique").on(t.user, t.sha256, t.room_only), // an upload finds the row it would double
    index("media_user_idx").on(t.user, t.createdAt, t.filesize), // "my uploads", newest first, and the bytes they take
    index("media_stage_idx").on(t.stage, t.updatedAt).where(sql`stage <> 'kept'`), // the sweep of what came to nothing
    check("media_type", isOneOf(t.mimeType, IMAGE_TYPES)),
    check(
      "media_size",
      allOf(
        isBetween(t.filesize, 1, MAX_IMAGE_BYTES),
        isBetween(t.width, 1, MAX_IMAGE_SIDE),
        isBetween(t.height, 1, MAX_IMAGE_SIDE),
        sql`length(${t.sha256}) = 64`,
      ),
    ),
  ],
);
export type MediaRecord = typeof media.$inferSelect;
