import type { getDocumentProxy } from "unpdf";
import { nowMs } from "../../clock.ts";
import { cleanLines } from "./decode-document-text.ts";
import { refused, tooMuch } from "./document-errors.ts";
import { demandBoundedPdf } from "./pdf-bounds.ts";

const MAX_PAGES = 500;
/** Most text of one PDF, UTF-16 units: ten times what five hundred full pages hold. */
const MAX_TEXT = 10_000_000;
/** Pieces of text on one page: some programs place every letter by itself. */
const MAX_PIECES = 200_000;
/** How long pages are read, milliseconds: four times what 500 full pages took on two cores. */
const MAX_READING_MS = 15_000;
/** Reads of a page between which other requests have their turn. */
const READS_AT_ONCE = 200;

/** A gap between two lines that begins a paragraph, in heights of a line. */
const PARAGRAPH_GAP = 1.7;

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;
type Page = Awaited<ReturnType<Pdf["getPage"]>>;

/** When reading has to end. @throws AppError `too_large` from then on. */
class Deadline {
  readonly #endMs: number;
  constructor(lengthMs: number) {
    this.#endMs = nowMs() + lengthMs;
  }
  /** Lets what else waits in this isolate go first: the clock of a Worker only moves when it waits. */
  async rest(): Promise<void> {
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    if (nowMs() > this.#endMs) throw tooMuch("This PDF takes too long to read. Send it in parts.");
  }
}

/** What a PDF says. */
export interface PdfText {
  readonly text: string;
  readonly pages: number;
  readonly author: string | null;
  readonly language: string | null;
}

/**
 * The text of a PDF, page after page, paragraphs apart by an empty line. The reader is a megabyte and a half of script
 * and loaded on first use.
 * @param mostMs How long it may take, in all pages together.
 * @throws AppError `attachment_rejected` for one that is damaged, encrypted or has no text; `too_large`.
 */
export async function readPdf(bytes: Uint8Array, mostMs = MAX_READING_MS): Promise<PdfText> {
  demandBoundedPdf(bytes);
  const pdf = await open(bytes);
  try {
    if (pdf.numPages > MAX_PAGES)
      throw tooMuch(`A PDF may have at most ${MAX_PAGES} pages. This one has ${pdf.numPages}.`);
    const text = await textOf(pdf, new Deadline(mostMs));
    if (!/[\p{L}\p{N}]/u.test(text))
      throw refused("This PDF has no text in it, only pictures of pages. Run text recognition (OCR) on it first.");
    return { text, pages: pdf.numPages, ...(await wordsAbout(pdf)) };
  } finally {
    await pdf.loadingTask.destroy();
  }
}

/** @throws AppError `attachment_rejected`. */
async function open(bytes: Uint8Array): Promise<Pdf> {
  const { getDocumentProxy } = await import("unpdf");
  try {
    // The reader keeps the bytes for itself, so it gets its own.
    return await getDocumentProxy(bytes.slice(), { verbosity: 0, disableFontFace: true, useSystemFonts: false });
  } catch (error) {
    const isLocked = error instanceof Error && error.name === "PasswordException";
    throw refused(isLocked ? "This PDF needs a password." : "This PDF is damaged.", String(error));
  }
}

async function textOf(pdf: Pdf, deadline: Deadline): Promise<string> {
  const pages: string[] = [];
  let length = 0;
  for (let number = 1; number <= pdf.numPages; number++) {
    const text = await pageText(pdf, number, deadline);
    length += text.length;
    if (length > MAX_TEXT) throw tooMuch("This PDF holds more text than can be kept. Send it in parts.");
    if (text !== "") pages.push(text);
    await deadline.rest();
  }
  return pages.join("\n\n");
}

/** A page that is damaged has no text; the others are read all the same. */
async function pageText(pdf: Pdf, number: number, deadline: Deadline): Promise<string> {
  const page = await pdf.getPage(number).catch(() => null);
  if (page === null) return "";
  try {
    return cleanLines(joinPieces(await piecesOf(page, deadline)))
      .replaceAll("\0", "")
      .trim();
  } finally {
    page.cleanup();
  }
}

interface Piece {
  readonly str: string;
  readonly hasEOL: boolean;
  readonly height: number;
  /** The last of six numbers is how high on the page it stands. */
  readonly transform: readonly number[];
}

/** Read as it comes, so that a page that never ends is left in the middle. @throws AppError `too_large`. */
async function piecesOf(page: Page, deadline: Deadline): Promise<Piece[]> {
  const pieces: Piece[] = [];
  const reader = page.streamTextContent().getReader();
  try {
    let reads = 0;
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      reads += 1;
      if (reads % READS_AT_ONCE === 0) await deadline.rest();
      const { items } = next.value as { readonly items: readonly (Piece | { readonly type: string })[] };
      for (const item of items) if ("str" in item) pieces.push(item);
      if (pieces.length > MAX_PIECES) throw tooMuch("This PDF has more on one page than can be read.");
    }
  } finally {
    await reader.cancel(new Error("enough")).catch(() => undefined);
  }
  return pieces;
}

function joinPieces(pieces: readonly Piece[]): string {
  let text = "";
  let last: Piece | null = null;
  for (const piece of pieces) {
    if (piece.str === "") continue;
    text += (last === null ? "" : between(last, piece)) + piece.str;
    last = piece;
  }
  return text;
}

/** What stands between two pieces: nothing on one line, else the end of a line or of a paragraph. */
function between(last: Piece, piece: Piece): string {
  const drop = Math.abs((last.transform[5] ?? 0) - (piece.transform[5] ?? 0));
  const height = Math.max(last.height, piece.height, 1);
  if (drop > height * PARAGRAPH_GAP) return "\n\n";
  return drop > height / 2 ? "\n" : "";
}

/** Who wrote it and in which language, as far as it says so. */
async function wordsAbout(pdf: Pdf): Promise<Pick<PdfText, "author" | "language">> {
  const { info } = await pdf.getMetadata().catch(() => ({ info: {} }));
  const { Author, Language } = info as Readonly<Record<string, unknown>>;
  return { author: textOr(Author), language: textOr(Language) };
}

const textOr = (value: unknown): string | null =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : null;
