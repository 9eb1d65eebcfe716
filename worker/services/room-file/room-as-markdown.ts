import type { MessageRow } from "../../../shared/fields/message.ts";
import { cleanDisplayName } from "../../../shared/names/display-names.ts";
import type { RoomWriter, TakenRoom } from "./room-writer.ts";
import { spokenTakes } from "./spoken-takes.ts";

/**
 * For people to read. What is said is quoted, line by line: a line of ours stands outside a quote, so that nobody's
 * words can look like another's, whatever Markdown they hold.
 */
export function roomAsMarkdown({ room, title, members, bots, takenAt }: TakenRoom): RoomWriter {
  const names = (of: readonly { readonly name: string }[]) => of.map(({ name }) => plain(name)).join(", ") || "nobody";
  const about = [
    `Begun ${dateWords(room.created_timestamp)}, saved ${dateWords(takenAt)}.`,
    `People: ${names(members)}. Bots: ${names(bots)}.`,
  ];
  // Who said what a reply may name: a few bytes a message that this reader may see.
  const authors = new Map<string, string>();
  return {
    type: "text/markdown; charset=utf-8",
    extension: "md",
    head: [`# ${plain(title)}`, ...about, ""].join("\n\n"),
    line: (row) => {
      const spoken = spokenTakes(row);
      if (spoken === null) return null;
      authors.set(row.id, row.author_name);
      const said = [spoken.takes[spoken.current]?.text ?? "", ...pictureLines(row)].filter(
        (part) => part.trim() !== "",
      );
      return `${byLine(row, authors)}\n\n${quoted(said.join("\n\n"))}`;
    },
    between: "\n\n",
    foot: "\n",
  };
}

/** Who, when and in which manner. */
function byLine(row: MessageRow, authors: ReadonlyMap<string, string>): string {
  const { thread_id, reply_to_id } = row.message_thread;
  const [replyTo, thread] = [reply_to_id, thread_id].map((id) => (id ? authors.get(id) : undefined));
  const facts = [
    `**${plain(row.author_name)}**${row.bot === null ? "" : " (bot)"}`,
    dateWords(row.created_timestamp),
    replyTo === undefined ? "" : `in reply to ${plain(replyTo)}`,
    thread === undefined ? "" : `in the thread of ${plain(thread)}`,
    row.whisper_to === null ? "" : "whisper",
    row.aside ? "aside" : "",
    row.hidden ? "hidden from bots" : "",
    row.message_status.is_edited ? "edited" : "",
    row.takes.length > 1 ? `one of ${row.takes.length} takes` : "",
  ];
  return facts.filter((fact) => fact !== "").join(" · ");
}

/** The file holds none. */
const pictureLines = ({ message_content: { attachments = [] } }: MessageRow): string[] =>
  attachments.map(({ filename, alt }) => `\\[picture ${plain(filename)}: ${plain(alt) || "no description"}\\]`);

/** `2026-11-23 05:00 UTC`: the same wherever the file is read. */
const dateWords = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

/** Text that is no Markdown and no HTML, on one line. */
const plain = (text: string): string => cleanDisplayName(text).replaceAll(/[\\`*_{}[\]()<>#|~&!]/g, "\\$&");

/**
 * Of the Markdown that people and bots write, what would fetch a picture or begin HTML is text. An entity, since a
 * backslash could meet one that is there already; the price is that code shows it as it is.
 */
const harmless = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/<(?=[a-z/!?])/gi, "\\<")
    .replaceAll("![", "!\\[");

const quoted = (text: string): string =>
  harmless(text)
    .split(/\r\n|\r|\n/)
    .map((line) => (line === "" ? ">" : `> ${line}`))
    .join("\n");
