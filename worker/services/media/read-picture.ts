import { AppError } from "../../../shared/app-error.ts";
import { type ImageType, MAX_IMAGE_BYTES, MAX_IMAGE_PIXELS, MAX_IMAGE_SIDE } from "../../../shared/fields/media.ts";
import { PNG_LIMITS } from "../../../shared/formats/png-chunks.ts";
import { type ImageInfo, imageInfo } from "./image-info.ts";
import type { PictureParts } from "./picture-parts.ts";
import { stripGif } from "./strip-gif.ts";
import { stripJpeg } from "./strip-jpeg.ts";
import { stripPng } from "./strip-png.ts";
import { stripWebp } from "./strip-webp.ts";

/** Most frames, and most pixels of all frames together. Chosen: a minute at 30 a second; 100 frames of 1080p. */
const MAX_FRAMES = 2_000;
const MAX_MOVING_PIXELS = 10 * MAX_IMAGE_PIXELS;

/** A picture as it is kept. */
export interface Picture {
  readonly info: ImageInfo;
  /** Without what nobody sees in it. */
  readonly bytes: Uint8Array;
}

const rejected = (code: "attachment_rejected" | "too_large", message: string): AppError =>
  new AppError(code, "image", { publicMessage: message, fields: [{ path: "file", message }] });

/**
 * What an upload shows, without what it hides: cameras write places into photographs, character cards are pictures that
 * carry their whole prompt, and files can be two things at once. Pixels, colour profiles and animation stay as they are,
 * byte for byte; all else goes. Decodes no pixel. Linear, some 5 ns a byte.
 *
 * @throws AppError `attachment_rejected`, `too_large`: not a picture we take, or one too large to show.
 */
export async function readPicture(bytes: Uint8Array): Promise<Picture> {
  if (bytes.length > MAX_IMAGE_BYTES) throw rejected("too_large", "A picture may have at most 10 MB.");
  const info = imageInfo(bytes);
  if (info === null) throw rejected("attachment_rejected", "Pictures have to be PNG, JPEG, WebP or GIF.");
  const { width, height } = info;
  if (Math.max(width, height) > MAX_IMAGE_SIDE || width * height > MAX_IMAGE_PIXELS)
    throw rejected("too_large", `A picture may have at most ${MAX_IMAGE_SIDE} pixels a side and 40 million in all.`);
  if (info.type === "image/png" && bytes.length > PNG_LIMITS.bytes)
    throw rejected("too_large", "A picture may have at most 10 MB.");
  const parts = await stripMetadata(info.type, bytes);
  if (parts === null) throw rejected("attachment_rejected", "This picture is damaged.");
  if (parts.frames > MAX_FRAMES || parts.pixels > MAX_MOVING_PIXELS)
    throw rejected(
      "too_large",
      `A picture may move through at most ${MAX_FRAMES} frames of 400 million pixels in all.`,
    );
  return { info, bytes: parts.bytes };
}

/** @returns Null for a picture whose parts do not fit together. */
export async function stripMetadata(type: ImageType, bytes: Uint8Array): Promise<PictureParts | null> {
  switch (type) {
    case "image/png":
      return stripPng(bytes);
    case "image/jpeg":
      return stripJpeg(bytes);
    case "image/webp":
      return stripWebp(bytes);
    case "image/gif":
      return stripGif(bytes);
    default:
      return type satisfies never;
  }
}
