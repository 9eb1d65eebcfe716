import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { type Preferences, USER_PRONOUNS, USER_ROLES } from "../../shared/fields/users.ts";
import { allOf, flag, isOneOf, json, rowTimes } from "./columns.ts";

/**
 * People: those of Clerk or the embedded issuer, guests, and the house that owns the sample content.
 * Added to schema.md: `clerk_user_id`, `guest`, `house`, `expires_at`, `suspended_at`.
 */
export const users = sqliteTable(
  "users",
  {
    id: text().primaryKey(),
    /** Lower-case, so that the unique index ignores case. */
    email: text().notNull(),
    displayName: text().notNull(),
    bio: text(),
    /** Media id; not a reference, since media refers to its owner here. */
    avatar: text(),
    location: text(),
    role: text({ enum: USER_ROLES }).notNull().default("user"),
    name: text(),
    nickname: text(),
    pronouns: text({ enum: USER_PRONOUNS }),
    custom_pronouns: text(),
    description: text(),
    subscriptionTier: text(),
    /** Micro-tokens, so that money is never a fraction. */
    tokenBalance: integer().notNull().default(0),
    preferences: json<Preferences>().default({}),
    /** `sub` of this person's Clerk tokens, once seen. */
    clerk_user_id: text(),
    guest: flag(),
    /** Owner of the sample content; never signs in and never counts as the first user. */
    house: flag(),
    /** When a guest and their things end; null for everyone else. */
    expires_at: text(),
    suspended_at: text(),
    ...rowTimes(),
  },
  (t) => [
    uniqueIndex("users_email_unique").on(t.email), // sign-in finds a person by address
    uniqueIndex("users_clerk_user_id_unique").on(t.clerk_user_id), // sign-in where the token names no address
    index("users_expires_at_idx").on(t.expires_at), // the sweep of guests whose time is over
    check("users_email_lower", sql`${t.email} = lower(${t.email}) and ${t.email} like '%_@_%'`),
    check("users_enums", allOf(isOneOf(t.role, USER_ROLES), sql`coalesce(${isOneOf(t.pronouns, USER_PRONOUNS)}, 1)`)),
    check("users_balance", sql`${t.tokenBalance} >= 0`),
    check("users_guest_ends", sql`${t.guest} = 0 or ${t.expires_at} is not null`),
    check("users_json", sql`json_valid(${t.preferences})`),
  ],
);
export type UserRecord = typeof users.$inferSelect;
