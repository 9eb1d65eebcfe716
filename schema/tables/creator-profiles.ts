import { sql } from "drizzle-orm";
import { check, index, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { z } from "zod";
import type { Tags } from "../../shared/fields/common.ts";
import {
  type CreatorInfo,
  type PortfolioInput,
  type ProfileMedia,
  type ProfileSettings,
  type SocialLinks,
  VERIFICATION_STATUSES,
} from "../../shared/fields/creator-profiles.ts";
import { contentTimes, flag, isOneOf, json, rowTimes } from "./columns.ts";
import { users } from "./users.ts";

/**
 * Public pages of creators, one per person. `community_stats` and the numbers of `portfolio` are counted when read.
 * Added to schema.md: `username_key`.
 */
export const creatorProfiles = sqliteTable(
  "creator_profiles",
  {
    id: text().primaryKey(),
    user: text()
      .notNull()
      .references(() => users.id),
    username: text().notNull(),
    /** The username with look-alikes folded together: `mara-1` and `mara-l` are the same name. */
    username_key: text().notNull(),
    display_name: text().notNull(),
    bio: text().notNull(),
    profile_media: json<ProfileMedia>(),
    social_links: json<SocialLinks>(),
    creator_info: json<CreatorInfo>(),
    portfolio: json<PortfolioInput>(),
    verification_status: text({ enum: VERIFICATION_STATUSES }).notNull().default("unverified"),
    featured_creator: flag(),
    profile_settings: json<ProfileSettings>(),
    tags: json<z.infer<typeof Tags>>().default([]),
    last_active: text().notNull(),
    ...contentTimes(),
    ...rowTimes(),
  },
  (t) => [
    uniqueIndex("creator_profiles_user_unique").on(t.user), // one profile per person, also when two first bots race
    uniqueIndex("creator_profiles_username_unique").on(t.username), // the page at /:username
    uniqueIndex("creator_profiles_username_key_unique").on(t.username_key), // no look-alikes
    index("creator_profiles_last_active_idx").on(t.last_active), // the list of creators, lately active first
    index("creator_profiles_created_idx").on(t.createdAt, t.id), // the list of creators, newest first
    index("creator_profiles_featured_idx").on(t.featured_creator, t.last_active), // featured creators
    check(
      "creator_profiles_username",
      sql`${t.username} = lower(${t.username}) and length(${t.username}) between 3 and 50`,
    ),
    check("creator_profiles_status", isOneOf(t.verification_status, VERIFICATION_STATUSES)),
  ],
);
export type CreatorProfileRecord = typeof creatorProfiles.$inferSelect;
