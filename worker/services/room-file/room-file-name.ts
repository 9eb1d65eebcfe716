/** Longest part of a file's name that is the title's, characters: with the day and its ending it fits every file system. */
const MAX_TITLE = 60;

/**
 * Letters, digits and marks of the title, joined by hyphens, and the day: no path, no quote, no line of a header, no name
 * that a system keeps for itself.
 * @param at ISO 8601.
 */
export function roomFileName(title: string, at: string, extension: string): string {
  const words = title
    .toWellFormed()
    .normalize("NFKC")
    .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, "-");
  const short = [...words]
    .slice(0, MAX_TITLE)
    .join("")
    .replaceAll(/^-+|-+$/g, "");
  return `${short || "room"}-${at.slice(0, 10)}.${extension}`;
}

/** The name for a browser (RFC 6266): in ASCII for old ones, whole for all others. Takes names of `roomFileName` alone. */
export const attachmentNamed = (name: string): string =>
  `attachment; filename="${name.replaceAll(/[^\x20-\x7e]+/g, "_")}"; filename*=UTF-8''${encodeURIComponent(name)}`;
