import type { MessageRow } from "../../../../shared/fields/message.ts";

/** Most of what one picture is said to show that a bot reads, UTF-16 units. Chosen: a sentence or two. */
const MOST_ALT = 300;

/**
 * What a bot reads of a message: its text, then every picture in words. No model here is given the pictures themselves,
 * so it is told that there is one, and what its sender says it shows. People's words: they stand in their own line of the
 * talk, never in a system text.
 */
export function textForBots({ entry, message_content }: Pick<MessageRow, "entry" | "message_content">): string {
  const shown = (message_content.attachments ?? []).map(({ alt, filename }) => {
    const words = alt.trim() === "" ? `no description, the file is called ${filename}` : alt.trim().slice(0, MOST_ALT);
    return `[shows a picture that you cannot see: ${words}]`;
  });
  return [entry, ...shown].filter((part) => part.trim() !== "").join("\n");
}
