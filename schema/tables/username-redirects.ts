import { sql } from "drizzle-orm";
import { check, index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { isoTime } from "./columns.ts";

/**
 * Usernames given up: for a while the old address leads to the profile, and nobody else may take the name or one that
 * looks like it. `user` and `profile` are not references: a name stays kept when they are gone.
 */
export const usernameRedirects = sqliteTable(
  "username_redirects",
  {
    /** See `creator_profiles.username_key`. */
    username_key: text().primaryKey(),
    username: text().notNull(),
    /** Null once the profile is deleted. */
    profile: text(),
    /** Whose name it was: only they may take it back. */
    user: text().notNull(),
    expires_at: isoTime(),
    createdAt: isoTime(),
  },
  (t) => [
    index("username_redirects_username_idx").on(t.username), // the page at /:username of an old name
    index("username_redirects_profile_idx").on(t.profile).where(sql`profile is not null`), // old names of a profile being deleted
    index("username_redirects_expires_idx").on(t.expires_at), // those whose time is over
    check("username_redirects_username", sql`${t.username} = lower(${t.username})`),
  ],
);
