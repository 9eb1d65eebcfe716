import { z } from "zod";

/** What is cut into chunks and found by meaning. */
export const VECTOR_SOURCES = ["knowledge", "memory"] as const;
export type VectorSource = (typeof VECTOR_SOURCES)[number];

/** Longest id of a vector, bytes: the index's limit. */
export const MAX_VECTOR_ID_BYTES = 64;

/** One chunk of an entry or a memory, as answers carry it to its owner. */
export const VectorRecordRow = z.object({
  id: z.string(),
  vector_id: z.string(),
  source_type: z.enum(VECTOR_SOURCES),
  source_id: z.string(),
  user_id: z.string(),
  tenant_id: z.string(),
  /** Place in the document, 0-based. */
  chunk_index: z.number(),
  total_chunks: z.number(),
  chunk_text: z.string(),
  /** What the index filters by. */
  metadata: z.record(z.string(), z.json()),
  embedding_model: z.string(),
  embedding_dimensions: z.number(),
  /** JSON array of the vector's values, or null. Lists leave it out. */
  embedding: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type VectorRecordRow = z.infer<typeof VectorRecordRow>;
export const VectorRecordListed = VectorRecordRow.omit({ embedding: true });
export type VectorRecordListed = z.infer<typeof VectorRecordListed>;

const Source = z.object({ source_type: z.enum(VECTOR_SOURCES), source_id: z.string() });
const found = <T extends z.ZodType>(row: T) => z.object({ count: z.number(), docs: z.array(row) });

/** Where the mirror of the vectors and what they were made of disagree: how often, and the first of each kind. */
export const VectorCheck = z.object({
  /** Rows whose entry or memory is gone. */
  orphans: found(Source.extend({ id: z.string(), vector_id: z.string() })),
  /** Entries and memories marked `is_vectorized` that have no row. */
  missing: found(Source),
  /** Those that have rows, but not as many as they say. */
  wrong_chunk_count: found(Source.extend({ chunk_count: z.number(), rows: z.number() })),
});
export type VectorCheck = z.infer<typeof VectorCheck>;
