import type { Attachment } from "../../shared/fields/message.ts";

/** Longest sides of a picture in a message, CSS pixels. Chosen: whole on a phone, and a line of talk above and below it. */
const MOST_WIDTH = 320;
const MOST_HEIGHT = 260;
/** Shortest side, so that a thumb finds it. */
const LEAST = 44;

/** How large a picture is drawn in a message: its own shape, made to fit and never larger than it is. */
export function pictureSize({ width, height }: Pick<Attachment, "width" | "height">): {
  width: number;
  height: number;
} {
  const scale = Math.min(1, MOST_WIDTH / width, MOST_HEIGHT / height);
  const sized = (side: number) => Math.max(LEAST, Math.round(side * scale));
  return { width: sized(width), height: sized(height) };
}
