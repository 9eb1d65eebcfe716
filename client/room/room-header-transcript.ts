import type { MessageRow } from "../../shared/fields/message.ts";

type Line = Pick<MessageRow, "author_name" | "bot" | "created_timestamp" | "entry" | "aside" | "streaming">;

/** A talk as Markdown: who, when, and what was said as it was written. What is still being said is left out. */
export function transcriptText(title: string, messages: readonly Line[]): string {
  const lines = messages.filter(({ streaming, entry }) => !streaming && entry.trim() !== "");
  return [`# ${title}`, ...lines.map(lineText)].join("\n\n").concat("\n");
}

const lineText = ({ author_name, bot, created_timestamp, entry, aside }: Line): string =>
  `**${author_name}**${bot === null ? "" : " (bot)"}${aside ? " (aside)" : ""} · ${created_timestamp}\n\n${entry}`;
