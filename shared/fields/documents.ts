import { z } from "zod";
import { Id } from "./common.ts";

/** Largest document, bytes (reliability S-15). */
export const MAX_DOCUMENT_BYTES = 10_000_000;

/** What goes with an uploaded document, as fields of the form: `tags` are separated by commas. */
export const DocumentFields = z.strictObject({
  knowledge_collection: Id,
  tags: z.string().max(4_000).default(""),
});
export type DocumentFields = z.infer<typeof DocumentFields>;

/** What became of a document: its entries in the order of the text. */
export const DocumentAnswer = z.object({
  knowledge_collection: z.string(),
  r2_file_key: z.string(),
  filename: z.string(),
  mime_type: z.string(),
  /** Of a PDF. */
  pages: z.number().nullable(),
  /** Of all entries. */
  word_count: z.number(),
  tokens: z.number(),
  knowledge: z.array(z.object({ id: z.string(), title: z.string(), word_count: z.number(), tokens: z.number() })),
});
export type DocumentAnswer = z.infer<typeof DocumentAnswer>;
