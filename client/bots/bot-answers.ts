import * as z from "zod/mini";
import type { BotRow as ServerRow } from "../../shared/fields/bot-row.ts";

export type Right = ServerRow["right"];
export type Visibility = ServerRow["sharing_visibility"];

/** One of a list of words, or not chosen. */
const Choice = z.optional(z.nullable(z.string()));

const Traits = z.object({
  tone: Choice,
  formality_level: Choice,
  humor_style: Choice,
  communication_style: Choice,
});
const Behavior = z.object({
  response_length: Choice,
  creativity_level: Choice,
  knowledge_sharing: Choice,
});

/** A bot as its editor needs it. What it is told and knows is there only for those who may edit it. */
export const EditedBot = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  description: z.string(),
  picture: z.nullable(z.string()),
  picture_url: z.nullable(z.string()),
  gender: z.nullable(z.string()),
  age: z.nullable(z.number()),
  system_prompt: z.optional(z.string()),
  greeting: z.string(),
  speech_examples: z.array(z.object({ example: z.string() })),
  signature_phrases: z.array(z.object({ phrase: z.string() })),
  personality_traits: Traits,
  behavior_settings: Behavior,
  tags: z.array(z.object({ tag: z.string() })),
  sharing_visibility: z.enum(["private", "shared", "public"]),
  knowledge_collections: z.optional(z.array(z.string())),
  likes_count: z.number(),
  favorites_count: z.number(),
  user: z.string(),
  creator_username: z.string(),
  creator_display_name: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  right: z.enum(["read", "write", "admin", "owner"]),
});
export type EditedBot = z.infer<typeof EditedBot>;

/** Whether `right` holds `needed`. */
export const mayDo = (right: Right, needed: Right): boolean => ORDER.indexOf(right) >= ORDER.indexOf(needed);
const ORDER: readonly Right[] = ["read", "write", "admin", "owner"];
