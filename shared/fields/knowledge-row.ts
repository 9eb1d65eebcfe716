import { z } from "zod";
import { PERMISSION_TYPES, RightShape } from "./access-control.ts";
import { BudgetControlInput, ContentMetadataInput, KnowledgeInput, PrivacySettings } from "./knowledge.ts";

/** What is known of an entry's text beside what a person writes of it. All counts are of whole uploads but `word_count`. */
export const ContentMetadata = ContentMetadataInput.extend({
  /** Words of `entry`; each Chinese or Japanese character counts as one. */
  word_count: z.number().default(0),
  /** Of an uploaded document: its name, its bytes, its type and, of a PDF, its pages. */
  filename: z.string().optional(),
  filesize: z.number().optional(),
  mime_type: z.string().optional(),
  pages: z.number().optional(),
  /** Which part of how many, from 1, where a document became several entries. */
  part: z.number().optional(),
  parts: z.number().optional(),
});
export type ContentMetadata = z.infer<typeof ContentMetadata>;

/** A lore entry as answers carry it, to anyone who may read its tome. */
export const KnowledgeRow = z.object({
  ...KnowledgeInput.shape,
  id: z.string(),
  /** The tome's owner. */
  user: z.string(),
  /** Tokens of `entry`, estimated when it is written. */
  tokens: z.number(),
  is_vectorized: z.boolean(),
  /** Ids of its rows in `vector-records`, in the order of the text. */
  vector_records: z.array(z.string()),
  chunk_count: z.number(),
  is_legacy_memory: z.boolean(),
  source_memory_id: z.string().nullable(),
  source_conversation_id: z.string().nullable(),
  original_participants: z.object({ personas: z.array(z.string()), bots: z.array(z.string()) }).nullable(),
  memory_date_range: z.object({ start: z.string(), end: z.string() }).nullable(),
  /** Key of the uploaded file, null below `write`; its bytes are at `/api/knowledge/:id/file`. */
  r2_file_key: z.string().nullable(),
  privacy_settings: PrivacySettings.extend({
    password_protected: z.boolean().default(false),
    access_count: z.number().default(0),
    last_accessed: z.string().nullable().default(null),
  }),
  /** Who holds grants on its tome, for those who may give them; empty for everyone else. */
  shared_access: z.object({
    shared_users: z
      .array(
        z.object({ user: z.string(), permission_type: z.enum(PERMISSION_TYPES), expires_at: z.string().nullable() }),
      )
      .optional(),
  }),
  content_metadata: ContentMetadata,
  usage_analytics: z.object({ view_count: z.number(), search_count: z.number(), popularity_score: z.number() }),
  /** `token_cost` equals `tokens`: what the entry takes before it is cut to `max_tokens`. */
  budget_control: BudgetControlInput.extend({ token_cost: z.number() }),
  created_timestamp: z.string(),
  modified_timestamp: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Added: what the caller may do with it, by its tome. */
  right: RightShape,
});
export type KnowledgeRow = z.infer<typeof KnowledgeRow>;
