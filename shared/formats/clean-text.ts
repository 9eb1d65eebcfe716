/**
 * Text of a file as our fields hold it: `\n` for every line end, no NUL (SQLite ends text there), no half of a
 * surrogate pair, no white space around.
 */
export const cleanText = (text: string): string =>
  text.replaceAll("\0", "").replaceAll(/\r\n?/g, "\n").toWellFormed().trim();

/** At most `max` UTF-16 units, never half of a surrogate pair, no white space around. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHalf ? max - 1 : max).trim();
}

/** Clean text with the oldest macros in today's spelling: `<BOT>` and `<USER>`, in any case, stand for the two names. */
export const cleanPrompt = (text: string): string =>
  cleanText(text.replaceAll(/<bot>/gi, "{{char}}").replaceAll(/<user>/gi, "{{user}}"));
