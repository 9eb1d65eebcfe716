import { z } from "zod";
import { DisplayName, MAX_DISPLAY_GRAPHEMES, optionalNameField } from "../names/display-names.ts";
import { Id } from "./common.ts";

export const USER_ROLES = ["admin", "moderator", "user"] as const;
export type UserRole = (typeof USER_ROLES)[number];
export const USER_PRONOUNS = ["he/him", "she/her", "they/them", "other"] as const;

/** Longest name a sign-in may bring, UTF-16 units; what is kept of it is cut to DisplayName's length. */
export const MAX_DISPLAY_NAME = 100;
/** Characters of a person's own pronouns, a persona's too (features 42). */
export const MAX_CUSTOM_PRONOUNS = 50;
/** Characters of all preferences as JSON. Chosen: a client keeps some dozens of switches. */
const MAX_PREFERENCES = 20_000;

/** An e-mail address as rows hold it: lower-case, so that uniqueness ignores case. */
export const Email = z.email().max(254).toLowerCase();

/** What a person sets about how the product behaves for them; read by the client, kept as it is. */
export const Preferences = z
  .record(z.string().max(64), z.json())
  .refine((preferences) => JSON.stringify(preferences).length <= MAX_PREFERENCES, {
    error: `may have at most ${MAX_PREFERENCES} characters as JSON`,
  });
export type Preferences = z.infer<typeof Preferences>;

const Nickname = optionalNameField(MAX_DISPLAY_GRAPHEMES);
const OptionalText = (max: number) => z.string().trim().max(max).nullable();

/** PATCH body of `/api/me`. Role, balance and e-mail are the server's. */
export const MePatch = z
  .strictObject({
    displayName: DisplayName,
    bio: OptionalText(5_000),
    /** One of one's own uploads. */
    avatar: Id.nullable(),
    location: OptionalText(200),
    /** Shown when the person speaks without a persona. */
    name: Nickname,
    /** What bots call the person. */
    nickname: Nickname,
    pronouns: z.enum(USER_PRONOUNS).nullable(),
    /** Of `other`, and needed there; with all others it is cleared. */
    custom_pronouns: OptionalText(MAX_CUSTOM_PRONOUNS),
    description: OptionalText(10_000),
    preferences: Preferences,
  })
  .partial();
export type MePatch = z.infer<typeof MePatch>;

/** A person as they see themselves. Others never get this row. */
export const Me = z.object({
  id: z.string(),
  email: z.string(),
  displayName: z.string(),
  bio: z.string().nullable(),
  avatar: z.string().nullable(),
  /** Path of the avatar on this site. Added. */
  avatar_url: z.string().nullable(),
  location: z.string().nullable(),
  role: z.enum(USER_ROLES),
  name: z.string().nullable(),
  nickname: z.string().nullable(),
  pronouns: z.enum(USER_PRONOUNS).nullable(),
  custom_pronouns: z.string().nullable(),
  description: z.string().nullable(),
  subscriptionTier: z.string().nullable(),
  tokenBalance: z.number(),
  preferences: z.record(z.string(), z.json()),
  /** Whether this is a guest, whose things end at `expires_at` unless claimed. Added. */
  guest: z.boolean(),
  expires_at: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Me = z.infer<typeof Me>;

/** A person as staff see them in passing; all else of an account is asked for with a reason, in the admin backend. */
export const PublicUser = Me.pick({
  id: true,
  displayName: true,
  avatar: true,
  avatar_url: true,
  role: true,
  guest: true,
  createdAt: true,
});

/** One's own account whole, somebody else's as the public sees it. */
export const Account = z.union([Me, PublicUser]);
