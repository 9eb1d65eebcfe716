import { MAX_PICTURE_BYTES } from "../net/upload-picture.ts";

/** Longest sides it is drawn with, pixels, until it is small enough. Chosen: sharp on a large screen; on a phone. */
const SIDES = [2_560, 1_280];
/** Of the encoder. Chosen: where nobody sees the difference in a photograph. */
const QUALITY = 0.85;
/** The first one that a browser can write. The second knows nothing that can be seen through. */
const KINDS = ["image/webp", "image/jpeg"] as const;
/** What stands behind the transparent parts of a picture that may have none. */
const PAPER = "white";

/**
 * The same picture small enough to be sent, upright as it was shown; one that moves stands still.
 * @returns null where this browser cannot read it, or it stays too large.
 */
export async function shrinkPicture(file: File): Promise<File | null> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap === null) return null;
  for (const side of SIDES) {
    const blob = await drawn(bitmap, side);
    if (blob === null || blob.size > MAX_PICTURE_BYTES) continue;
    bitmap.close();
    return new File([blob], renamed(file.name, blob.type), { type: blob.type });
  }
  bitmap.close();
  return null;
}

/** Sides of a picture that fits into a square and is never enlarged, whole pixels. */
export function fittedSize({ width, height }: { width: number; height: number }, side: number) {
  const scale = Math.min(1, side / Math.max(width, height));
  const sized = (length: number) => Math.max(1, Math.round(length * scale));
  return { width: sized(width), height: sized(height) };
}

async function drawn(bitmap: ImageBitmap, side: number): Promise<Blob | null> {
  const canvas = Object.assign(document.createElement("canvas"), fittedSize(bitmap, side));
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  for (const kind of KINDS) {
    if (kind === "image/jpeg") paper(context);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, kind, QUALITY));
    // Of a kind it cannot write a browser makes another one, which may be larger than what there was.
    if (blob?.type === kind) return blob;
  }
  return null;
}

function paper(context: CanvasRenderingContext2D): void {
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = PAPER;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
}

const renamed = (name: string, type: string): string =>
  `${name.replace(/\.[^.]*$/, "")}.${type === "image/webp" ? "webp" : "jpg"}`;
