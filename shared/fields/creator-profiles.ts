import { z } from "zod";
import { Id, Tags } from "./common.ts";

export const VERIFICATION_STATUSES = ["unverified", "pending", "verified", "premium"] as const;
export const PROFILE_VISIBILITIES = ["public", "unlisted", "private"] as const;

/** Addresses people may follow from a profile: the web only, so that a link can never run a script. */
const WebAddress = z.url({ protocol: /^https?$/ }).max(500);
const MediaId = Id.nullable().default(null);

export const ProfileMedia = z.strictObject({ avatar: MediaId, banner: MediaId });
export type ProfileMedia = z.infer<typeof ProfileMedia>;

export const SocialLinks = z.strictObject({
  website: WebAddress.optional(),
  github: WebAddress.optional(),
  twitter: WebAddress.optional(),
  linkedin: WebAddress.optional(),
  /** A user name or a server invitation. */
  discord: z.string().trim().max(200).optional(),
  youtube: WebAddress.optional(),
  other_links: z
    .array(z.strictObject({ platform: z.string().trim().min(1).max(60), url: WebAddress }))
    .max(20)
    .optional(),
});
export type SocialLinks = z.infer<typeof SocialLinks>;

export const CreatorInfo = z.strictObject({
  creator_type: z.string().trim().max(60).optional(),
  specialties: z.array(z.string().trim().min(1).max(60)).max(20).optional(),
  experience_level: z.string().trim().max(60).optional(),
  location: z.string().trim().max(200).optional(),
  languages: z.array(z.string().trim().min(1).max(60)).max(20).optional(),
});
export type CreatorInfo = z.infer<typeof CreatorInfo>;

/** The written part of the portfolio; its numbers are counted when asked for. */
export const PortfolioInput = z.strictObject({ featured_bots: z.array(Id).max(20).default([]) });
export type PortfolioInput = z.infer<typeof PortfolioInput>;

export const ProfileSettings = z.strictObject({
  visibility: z.enum(PROFILE_VISIBILITIES).default("public"),
  allow_collaborations: z.boolean().default(false),
  accept_commissions: z.boolean().default(false),
});
export type ProfileSettings = z.infer<typeof ProfileSettings>;

/** Everything a creator may write of their profile. Verification, featuring and counts are the server's. */
export const CreatorProfileInput = z.strictObject({
  username: z.string().max(100),
  display_name: z.string().trim().min(1).max(100),
  bio: z.string().trim().min(1).max(5_000),
  profile_media: ProfileMedia.prefault({}),
  social_links: SocialLinks.default({}),
  creator_info: CreatorInfo.default({}),
  portfolio: PortfolioInput.prefault({}),
  profile_settings: ProfileSettings.prefault({}),
  tags: Tags.default([]),
});
export type CreatorProfileInput = z.infer<typeof CreatorProfileInput>;

/** Counted when read. `total_likes` are those of the creator's public bots. */
const CommunityStats = z.object({
  follower_count: z.number(),
  following_count: z.number(),
  total_likes: z.number(),
});

/** A profile as anyone may see it. */
export const CreatorProfileRow = z.object({
  id: z.string(),
  user: z.string(),
  username: z.string(),
  display_name: z.string(),
  bio: z.string(),
  profile_media: ProfileMedia,
  social_links: SocialLinks,
  creator_info: CreatorInfo,
  /** `average_rating` is null: people like bots or do not, and rate none. */
  portfolio: PortfolioInput.extend({
    bot_count: z.number(),
    total_conversations: z.number(),
    average_rating: z.number().nullable(),
  }),
  community_stats: CommunityStats,
  verification_status: z.enum(VERIFICATION_STATUSES),
  featured_creator: z.boolean(),
  profile_settings: ProfileSettings,
  tags: Tags,
  last_active: z.string(),
  created_timestamp: z.string(),
  modified_timestamp: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Added: addresses of the pictures, or null. */
  avatar_url: z.string().nullable(),
  banner_url: z.string().nullable(),
  /** Added: whether the caller follows this creator. */
  followed: z.boolean(),
});
export type CreatorProfileRow = z.infer<typeof CreatorProfileRow>;
