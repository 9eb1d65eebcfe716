import { refused } from "./document-errors.ts";

/** What a document may be, with the type it is kept and served under. */
export const DOCUMENT_TYPES = {
  pdf: { mime_type: "application/pdf", ending: "pdf" },
  text: { mime_type: "text/plain; charset=utf-8", ending: "txt" },
  markdown: { mime_type: "text/markdown; charset=utf-8", ending: "md" },
} as const;
export type DocumentKind = keyof typeof DOCUMENT_TYPES;

const WHAT_WE_TAKE = "Documents have to be PDF, TXT or Markdown.";

const ENDINGS: Readonly<Record<string, DocumentKind>> = {
  pdf: "pdf",
  txt: "text",
  text: "text",
  "": "text",
  md: "markdown",
  markdown: "markdown",
};

const endingOf = (filename: string): string => /\.([^.]*)$/.exec(filename)?.[1]?.toLowerCase() ?? "";

/** First bytes of what is often sent by mistake. None of them is text. */
const BINARIES: readonly (readonly number[])[] = [
  [0x50, 0x4b, 0x03, 0x04], // zip, and with it DOCX, ODT, EPUB
  [0xd0, 0xcf, 0x11, 0xe0], // DOC
  [0x89, 0x50, 0x4e, 0x47], // PNG
  [0xff, 0xd8, 0xff], // JPEG
  [0x47, 0x49, 0x46, 0x38], // GIF
  [0x1f, 0x8b], // gzip
  [0x52, 0x49, 0x46, 0x46], // RIFF
  [0x7f, 0x45, 0x4c, 0x46], // ELF
];
const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d];

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte);

/**
 * What a file is: a PDF by its very first bytes, whatever it is called; text by its name, since text has no first bytes.
 * @throws AppError `attachment_rejected` for everything else, and for a name that says one thing of bytes that are another.
 */
export function sniffDocument(bytes: Uint8Array, filename: string): DocumentKind {
  if (startsWith(bytes, PDF)) return "pdf";
  const kind = ENDINGS[endingOf(filename)];
  if (kind === undefined || BINARIES.some((start) => startsWith(bytes, start))) throw refused(WHAT_WE_TAKE);
  if (kind === "pdf") throw refused("This file is called a PDF but does not begin like one.");
  return kind;
}
