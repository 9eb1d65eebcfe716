import { z } from "zod";

/** Largest file, bytes: the limit of JSON in `shared/formats`, said again so that knowing it does not load them. */
export const MAX_IMPORT_BYTES = 32_000_000;

const Warning = z.object({
  /** 0-based position of the entry in its source; -1 for the card or the book itself. */
  row: z.number(),
  field: z.string(),
  message: z.string(),
});

/** `result` of an import's job: ids of what was made, the number of entries, and what was changed or could not be kept. */
export const ImportOutcome = z.object({
  bots: z.array(z.string()),
  knowledge_collections: z.array(z.string()),
  knowledge: z.number(),
  conversations: z.array(z.string()),
  warnings: z.array(Warning),
});
export type ImportOutcome = z.infer<typeof ImportOutcome>;

/** Answer of `?preview=true`: what an import would make. */
export const ImportPreview = z.object({
  format: z.string(),
  bots: z.array(z.object({ name: z.string(), description: z.string(), has_picture: z.boolean() })),
  knowledge_collections: z.array(z.object({ name: z.string(), description: z.string(), entries: z.number() })),
  knowledge: z.number(),
  conversations: z.array(z.string()),
  warnings: z.array(Warning),
});
export type ImportPreview = z.infer<typeof ImportPreview>;
