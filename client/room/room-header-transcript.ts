import type { MessageRow } from "../../shared/fields/message.ts";

type Line = Pick<
  MessageRow,
  "author_name" | "bot" | "created_timestamp" | "entry" | "aside" | "streaming" | "whisper_to" | "message_content"
>;

/** A talk as Markdown: who, when, and what was said as it was written. What is still being said is left out. */
export function transcriptText(title: string, messages: readonly Line[]): string {
  const lines = messages.filter((line) => !line.streaming && saidIn(line) !== "");
  return [`# ${title}`, ...lines.map(lineText)].join("\n\n").concat("\n");
}

/** The text, and each picture in words: the file holds none. */
const saidIn = ({ entry, message_content }: Line): string =>
  [
    entry,
    ...(message_content.attachments ?? []).map(
      ({ alt, filename }) => `[picture ${filename}: ${alt || "no description"}]`,
    ),
  ]
    .filter((part) => part.trim() !== "")
    .join("\n\n");

const lineText = (line: Line): string => {
  const { author_name, bot, created_timestamp, aside, whisper_to } = line;
  const manner = `${aside ? " (aside)" : ""}${whisper_to === null ? "" : " (whisper)"}`;
  return `**${author_name}**${bot === null ? "" : " (bot)"}${manner} · ${created_timestamp}\n\n${saidIn(line)}`;
};
