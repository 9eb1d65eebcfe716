import { index, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { isoTime, rowTimes } from "./columns.ts";
import { creatorProfiles } from "./creator-profiles.ts";
import { users } from "./users.ts";

/** Who follows which creator. The counts of a profile are counted here when it is read. */
export const creatorFollows = sqliteTable(
  "creator_follows",
  {
    id: text().primaryKey(),
    follower: text()
      .notNull()
      .references(() => users.id),
    following: text()
      .notNull()
      .references(() => creatorProfiles.id),
    created_timestamp: isoTime(),
    ...rowTimes(),
  },
  (t) => [
    uniqueIndex("creator_follows_pair_unique").on(t.follower, t.following), // a person follows a creator once
    index("creator_follows_follower_idx").on(t.follower, t.createdAt), // whom I follow, newest first
    index("creator_follows_following_idx").on(t.following, t.createdAt), // who follows a creator, and how many
  ],
);
export type CreatorFollowRecord = typeof creatorFollows.$inferSelect;
