import { z } from "zod";
import { Id, IsoDate } from "./common.ts";

/** Whom to follow. Who follows is who asks. */
export const CreatorFollowInput = z.strictObject({ following: Id });
export type CreatorFollowInput = z.infer<typeof CreatorFollowInput>;

/** The face of the profile at the other end, where the caller may see it. */
const FollowedCreator = z.object({
  id: z.string(),
  username: z.string(),
  display_name: z.string(),
  avatar_url: z.string().nullable(),
});

/**
 * A follow. Who follows is told to the follower, and to the followed where the follower has a public profile; nobody
 * else is told of it.
 */
export const CreatorFollowRow = z.object({
  id: z.string(),
  follower: z.string(),
  following: z.string(),
  created_timestamp: IsoDate,
  createdAt: IsoDate,
  updatedAt: IsoDate,
  /** Added: whom I follow, or who follows me; null for a profile that is no longer public. */
  creator: FollowedCreator.nullable(),
});
export type CreatorFollowRow = z.infer<typeof CreatorFollowRow>;

/** Answer of following: whether the caller does, and how many do. */
export const FollowState = z.object({ following: z.boolean(), follower_count: z.number() });
export type FollowState = z.infer<typeof FollowState>;
