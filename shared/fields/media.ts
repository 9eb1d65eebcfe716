import { z } from "zod";

/** Image types we take and serve, told apart by their first bytes and never by their name (reliability S-14). */
export const IMAGE_TYPES = ["image/png", "image/jpeg", "image/webp", "image/gif"] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

/** Largest image, bytes; most pixels; longest side (reliability S-15). */
export const MAX_IMAGE_BYTES = 10 * 1024 * 1024;
export const MAX_IMAGE_PIXELS = 40_000_000;
export const MAX_IMAGE_SIDE = 10_000;

/** Characters of what a picture is said to show. */
export const MAX_ALT = 1_000;

/**
 * Where an upload stands. Its row is there before its bytes (`arriving`), one for a room waits for its message, and one
 * that goes is named until its bytes are gone (`leaving`): so that whatever dies, a row leads to what has to be cleared.
 */
export const MEDIA_STAGES = ["arriving", "waiting", "kept", "leaving"] as const;

/** Where a picture is served from, as a path on this site. @param id Of its row; null is no picture. */
export const mediaUrl = <Id extends string | null>(id: Id) => (id === null ? null : `/media/${id}`) as Id;

export const MediaRow = z.object({
  id: z.string(),
  alt: z.string(),
  /** Path on this site. */
  url: z.string(),
  filename: z.string(),
  mimeType: z.enum(IMAGE_TYPES),
  /** Bytes. */
  filesize: z.number(),
  width: z.number(),
  height: z.number(),
  /** Sent in rooms: only who uploaded it and who reads a message with it sees it. Added. */
  room_only: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type MediaRow = z.infer<typeof MediaRow>;
