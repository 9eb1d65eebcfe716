import { z } from "zod";
import { RightShape } from "./access-control.ts";
import { BotInput, SHARING_VISIBILITIES } from "./bot.ts";

const { system_prompt, knowledge_collections, extensions, ...SHOWN } = BotInput.shape;

/**
 * A bot as answers carry it. What a bot is told and what it knows is for those who may edit it: `system_prompt`,
 * `knowledge_collections` and `extensions` are absent for everyone else.
 */
export const BotRow = z.object({
  ...SHOWN,
  id: z.string(),
  slug: z.string(),
  system_prompt: system_prompt.optional(),
  knowledge_collections: knowledge_collections.unwrap().optional(),
  extensions: extensions.unwrap().optional(),
  is_public: z.boolean(),
  sharing: z.object({ visibility: z.enum(SHARING_VISIBILITIES) }),
  likes_count: z.number(),
  favorites_count: z.number(),
  user: z.string(),
  creator_profile: z.string(),
  creator_display_name: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Added: the first part of its page's address, `/:creator_username/:slug`. */
  creator_username: z.string(),
  /** Added: address of the picture, or null. */
  picture_url: z.string().nullable(),
  /** Added: whether the caller likes it and keeps it as a favourite. */
  liked: z.boolean(),
  favorited: z.boolean(),
  /** Added: what the caller may do with it. */
  right: RightShape,
});
export type BotRow = z.infer<typeof BotRow>;
