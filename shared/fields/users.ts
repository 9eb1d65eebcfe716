import { z } from "zod";

export const USER_ROLES = ["admin", "moderator", "user"] as const;
export type UserRole = (typeof USER_ROLES)[number];
export const USER_PRONOUNS = ["he/him", "she/her", "they/them", "other"] as const;

/** Longest name people see, UTF-16 units. Chosen: 50 graphemes (reliability S-28) with room for combined ones. */
export const MAX_DISPLAY_NAME = 100;

/** An e-mail address as rows hold it: lower-case, so that uniqueness ignores case. */
export const Email = z.email().max(254).toLowerCase();

/** What a person sets about how the product behaves for them; read by the client, kept as it is. */
export const Preferences = z.record(z.string().max(64), z.json());
export type Preferences = z.infer<typeof Preferences>;

const DisplayName = z.string().trim().min(1).max(MAX_DISPLAY_NAME);
const OptionalText = (max: number) => z.string().trim().max(max).nullable();

/** PATCH body of `/api/me`. Role, balance and e-mail are the server's. */
export const MePatch = z
  .strictObject({
    displayName: DisplayName,
    bio: OptionalText(5_000),
    avatar: z.string().max(64).nullable(),
    location: OptionalText(200),
    /** Shown when the person speaks without a persona. */
    name: OptionalText(MAX_DISPLAY_NAME),
    nickname: OptionalText(MAX_DISPLAY_NAME),
    pronouns: z.enum(USER_PRONOUNS).nullable(),
    custom_pronouns: OptionalText(60),
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
  location: z.string().nullable(),
  role: z.enum(USER_ROLES),
  name: z.string().nullable(),
  nickname: z.string().nullable(),
  pronouns: z.enum(USER_PRONOUNS).nullable(),
  custom_pronouns: z.string().nullable(),
  description: z.string().nullable(),
  subscriptionTier: z.string().nullable(),
  tokenBalance: z.number(),
  preferences: Preferences,
  /** Whether this is a guest, whose things end at `expires_at` unless claimed. Added. */
  guest: z.boolean(),
  expires_at: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Me = z.infer<typeof Me>;
