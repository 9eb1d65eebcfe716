import * as z from "zod/mini";

/** What public pages read of the API's rows; fields they do not name are left alone. */
const Tags = z.array(z.object({ tag: z.string() }));

export const PublicBot = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  description: z.string(),
  greeting: z.string(),
  tags: Tags,
  picture_url: z.nullable(z.string()),
  likes_count: z.number(),
  favorites_count: z.number(),
  liked: z.boolean(),
  favorited: z.boolean(),
  user: z.string(),
  creator_profile: z.string(),
  creator_display_name: z.string(),
  creator_username: z.string(),
  is_public: z.boolean(),
  right: z.string(),
  createdAt: z.string(),
});
export type PublicBot = z.infer<typeof PublicBot>;

export const PublicCreator = z.object({
  id: z.string(),
  user: z.string(),
  username: z.string(),
  display_name: z.string(),
  bio: z.string(),
  avatar_url: z.nullable(z.string()),
  banner_url: z.nullable(z.string()),
  verification_status: z.string(),
  featured_creator: z.boolean(),
  followed: z.boolean(),
  tags: Tags,
  createdAt: z.string(),
  portfolio: z.object({ featured_bots: z.array(z.string()), bot_count: z.number() }),
  community_stats: z.object({ follower_count: z.number(), total_likes: z.number() }),
  creator_info: z.object({
    creator_type: z.optional(z.string()),
    specialties: z.optional(z.array(z.string())),
    location: z.optional(z.string()),
    languages: z.optional(z.array(z.string())),
  }),
  social_links: z.object({
    website: z.optional(z.string()),
    github: z.optional(z.string()),
    twitter: z.optional(z.string()),
    linkedin: z.optional(z.string()),
    youtube: z.optional(z.string()),
    discord: z.optional(z.string()),
    other_links: z.optional(z.array(z.object({ platform: z.string(), url: z.string() }))),
  }),
  profile_settings: z.object({
    visibility: z.string(),
    allow_collaborations: z.boolean(),
    accept_commissions: z.boolean(),
  }),
});
export type PublicCreator = z.infer<typeof PublicCreator>;

export const PublicTome = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  sharing_settings: z.object({ knowledge_count: z.number() }),
  collection_metadata: z.object({ collection_category: z.string(), tags: Tags, size_estimate: z.number() }),
  createdAt: z.string(),
});
export type PublicTome = z.infer<typeof PublicTome>;

const pageOf = <Row extends z.ZodMiniType>(row: Row) =>
  z.object({ docs: z.array(row), next_cursor: z.nullable(z.string()), total: z.optional(z.number()) });

export const Bots = pageOf(PublicBot);
export const Creators = pageOf(PublicCreator);
export const Tomes = pageOf(PublicTome);
