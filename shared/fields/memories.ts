import { z } from "zod";
import { Id, Tags } from "./common.ts";
import { MAX_ENTRY_TEXT } from "./knowledge.ts";

export const MEMORY_TYPES = ["short_term", "long_term", "consolidated"] as const;

/** Whom a memory is about. Ids of personas and bots, in a room of several bots all of them. */
export const MemoryParticipants = z.strictObject({
  personas: z.array(Id).max(100).default([]),
  bots: z.array(Id).max(100).default([]),
});
export type MemoryParticipants = z.infer<typeof MemoryParticipants>;

/** Everything a person may write of a memory. Tokens, vectors and what became lore are the server's. */
export const MemoryInput = z.strictObject({
  /** In a room of several bots the primary one. */
  bot: Id,
  conversation: Id.nullable().default(null),
  entry: z.string().trim().min(1).max(MAX_ENTRY_TEXT),
  type: z.enum(MEMORY_TYPES).default("short_term"),
  importance: z.int().min(1).max(10).default(5),
  /** Mood, emotion tags, circumstances. */
  emotional_context: z.string().max(5_000).default(""),
  /** Left out: those of the conversation, else the bot alone. */
  participants: MemoryParticipants.optional(),
});
export type MemoryInput = z.infer<typeof MemoryInput>;

/** A memory as answers carry it, to its user alone. */
export const MemoryRow = z.object({
  ...MemoryInput.shape,
  participants: z.object({ personas: z.array(z.string()), bots: z.array(z.string()) }),
  id: z.string(),
  user: z.string(),
  /** Tokens of `entry`, estimated when it is written. */
  tokens: z.number(),
  is_vectorized: z.boolean(),
  /** Ids of its rows in `vector-records`, in the order of the text. */
  vector_records: z.array(z.string()),
  converted_to_lore: z.boolean(),
  lore_entry: z.string().nullable(),
  converted_at: z.string().nullable(),
  created_timestamp: z.string(),
  modified_timestamp: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type MemoryRow = z.infer<typeof MemoryRow>;

/** Body of the call that makes lore of a memory. */
export const ConvertToLore = z.strictObject({ knowledge_collection: Id, tags: Tags.default([]) });
export type ConvertToLore = z.infer<typeof ConvertToLore>;
