import { sql } from "drizzle-orm";
import { AppError } from "../../../shared/app-error.ts";
import { Tags } from "../../../shared/fields/common.ts";
import { type DocumentAnswer, type DocumentFields, MAX_DOCUMENT_BYTES } from "../../../shared/fields/documents.ts";
import { ContentMetadataInput, KnowledgeInput, MAX_ENTRY_TEXT } from "../../../shared/fields/knowledge.ts";
import { insertFromJson, jsonArrays, sameNames } from "../../d1-json.ts";
import { statement } from "../../d1-statement.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { newId } from "../../ids.ts";
import { newEntry } from "../knowledge/write-entries.ts";
import { demandTome } from "../knowledge-collections/read-tomes.ts";
import type { TomeWriter } from "../knowledge-collections/write-tomes.ts";
import { touchTomes } from "../lore/touch-tome.ts";
import { quotaError, roomQuery } from "../quotas/quotas.ts";
import { decodeDocumentText } from "./decode-document-text.ts";
import { refused, tooMuch } from "./document-errors.ts";
import { DOCUMENT_TYPES, type DocumentKind, sniffDocument } from "./sniff-document.ts";
import { splitDocument } from "./split-document.ts";

/** A file as someone sent it. */
export interface UploadedDocument {
  readonly bytes: Uint8Array;
  readonly filename: string;
}

/** What is in a file. `pages`, `author` and `language` are of PDFs that say so. */
interface ReadDocument {
  readonly kind: DocumentKind;
  readonly filename: string;
  /** Bytes of the file. */
  readonly filesize: number;
  readonly text: string;
  readonly pages: number | null;
  readonly author: string | null;
  readonly language: string | null;
}

type Files = Pick<Env, "DB" | "MEDIA">;
type Owned = { readonly id: string; readonly user: string };
type EntryTags = KnowledgeInput["tags"];

/**
 * Makes lore of a document: its text as entries of type `document`, several where one cannot hold it, and the file as it
 * came in R2. All entries or none.
 * @throws AppError `not_found`, `forbidden` for the tome; `attachment_rejected`, `too_large`, `invalid` naming what is
 * wrong with the file; `limit_reached` where the tome's owner has no room left.
 */
export async function importDocument(
  env: Files,
  file: UploadedDocument,
  fields: DocumentFields,
  writer: TomeWriter,
): Promise<DocumentAnswer> {
  const db = openDb(env.DB);
  const tome = await demandTome(db, fields.knowledge_collection, writer, "write");
  const tags = readTags(fields.tags);
  const document = await readDocument(file);
  const r2_file_key = `documents/${tome.user}/${newId()}`;
  const parts = splitDocument(document.text, MAX_ENTRY_TEXT);
  if (parts.length === 0) throw refused("This file has no text in it.");
  const rows = parts.map((entry, at) => {
    const place = { part: at + 1, parts: parts.length };
    return { ...entryOf(document, entry, place, { tome, tags, nowMs: writer.nowMs }), r2_file_key };
  });
  // The object first: an entry whose file is missing would be broken, a file without an entry is only swept.
  await env.MEDIA.put(r2_file_key, file.bytes, {
    httpMetadata: { contentType: DOCUMENT_TYPES[document.kind].mime_type },
  });
  try {
    await env.DB.batch(statementsFor(env, rows, tome, writer.nowMs));
  } catch (error) {
    await env.MEDIA.delete(r2_file_key);
    throw quotaError(error);
  }
  return answerOf(document, rows, { knowledge_collection: tome.id, r2_file_key });
}

/** @throws AppError `invalid` for tags that an entry cannot have. */
function readTags(text: string): EntryTags {
  const named = text
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
  const tags = Tags.safeParse(named.map((tag) => ({ tag })));
  if (tags.success) return tags.data;
  const message = "holds at most 50 tags of at most 60 characters";
  throw new AppError("invalid", "tags", { publicMessage: `tags ${message}.`, fields: [{ path: "tags", message }] });
}

/** @throws AppError `attachment_rejected`, `too_large`. */
async function readDocument({ bytes, filename }: UploadedDocument): Promise<ReadDocument> {
  if (bytes.length > MAX_DOCUMENT_BYTES) throw tooMuch("A document may have at most 10 MB.");
  if (bytes.length === 0) throw refused("This file is empty.");
  const kind = sniffDocument(bytes, filename);
  const common = { kind, filename: cleanFilename(filename, kind), filesize: bytes.length };
  if (kind !== "pdf") return { ...common, text: decodeDocumentText(bytes), pages: null, author: null, language: null };
  // The reader of PDFs has no place on the Worker's way up.
  const { readPdf } = await import("./read-pdf.ts");
  return { ...common, ...(await readPdf(bytes)) };
}

/** The last part of a path, without what file systems and headers stumble over; its ending says what it is. */
function cleanFilename(filename: string, kind: DocumentKind): string {
  // Forms write a quotation mark and line ends in a name this way.
  const name =
    filename
      .replace(/%(22|0D|0A)/g, "")
      .split(/[/\\]/)
      .at(-1) ?? "";
  const clean = name.replace(/[^\p{L}\p{N}\p{M}._ -]/gu, "").replace(/\.[^.]*$/, "");
  return `${[...clean.trim()].slice(0, 100).join("") || "document"}.${DOCUMENT_TYPES[kind].ending}`;
}

interface Place {
  readonly part: number;
  readonly parts: number;
}

/** One part as an entry that is found by meaning: nobody writes keys for a document. */
function entryOf(
  document: ReadDocument,
  text: string,
  { part, parts }: Place,
  { tome, tags, nowMs }: { tome: Owned; tags: EntryTags; nowMs: number },
) {
  const name = document.filename.replace(/\.[^.]*$/, "");
  const input = KnowledgeInput.parse({
    entry: text,
    title: parts === 1 ? name : `${name} (${part} of ${parts})`,
    type: "document",
    knowledge_collection: tome.id,
    tags,
    activation_settings: { activation_mode: "vector" },
    content_metadata: ContentMetadataInput.catch(NOTHING_KNOWN).parse({
      author: document.author?.slice(0, 200) ?? null,
      language: document.language,
    }),
  });
  const row = newEntry(input, tome.user, nowMs);
  const { filename, filesize, pages } = document;
  const of = { filename, filesize, mime_type: DOCUMENT_TYPES[document.kind].mime_type };
  return {
    ...row,
    content_metadata: {
      ...row.content_metadata,
      ...of,
      ...(pages === null ? {} : { pages }),
      ...(parts === 1 ? {} : { part, parts }),
    },
  };
}
/** What a PDF says of itself may be anything. */
const NOTHING_KNOWN = { source_url: null, author: null, language: null };
type DocumentEntry = ReturnType<typeof entryOf>;

const COLUMNS = {
  ...sameNames("value", "id", "user", "entry", "title", "type", "knowledge_collection", "tokens", "r2_file_key"),
  ...sameNames("json", "tags", "applies_to_bots", "applies_to_personas", "privacy_settings", "content_metadata"),
  ...sameNames("json", "activation_settings", "positioning", "advanced_activation", "filtering", "budget_control"),
  ...sameNames("json", "extensions"),
  ...sameNames("value", "created_timestamp", "modified_timestamp", "createdAt", "updatedAt"),
};

function statementsFor(
  { DB }: Files,
  rows: readonly DocumentEntry[],
  tome: Owned,
  nowMs: number,
): D1PreparedStatement[] {
  const bytes = rows.reduce((sum, { entry }) => sum + new TextEncoder().encode(entry).length, 0);
  const filesize = rows[0]?.content_metadata.filesize ?? 0;
  const touch = touchTomes(openDb(DB), [tome.id], nowMs).toSQL();
  return [
    statement(DB, sql`select ${roomQuery(tome.user, "lore", bytes)}`),
    statement(DB, sql`select ${roomQuery(tome.user, "documents", filesize)}`),
    ...jsonArrays(rows.map((row) => JSON.stringify(row))).map((array) =>
      DB.prepare(insertFromJson("knowledge", COLUMNS)).bind(array),
    ),
    DB.prepare(touch.sql).bind(...touch.params),
  ];
}

function answerOf(
  document: ReadDocument,
  rows: readonly DocumentEntry[],
  stored: { knowledge_collection: string; r2_file_key: string },
): DocumentAnswer {
  const entries = rows.map(({ id, title, tokens, content_metadata }) => ({
    id,
    title,
    tokens,
    word_count: content_metadata.word_count,
  }));
  return {
    ...stored,
    filename: document.filename,
    mime_type: DOCUMENT_TYPES[document.kind].mime_type,
    pages: document.pages,
    word_count: entries.reduce((sum, { word_count }) => sum + word_count, 0),
    tokens: entries.reduce((sum, { tokens }) => sum + tokens, 0),
    knowledge: entries,
  };
}
