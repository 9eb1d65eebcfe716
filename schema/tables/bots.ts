import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { z } from "zod";
import {
  type BehaviorSettings,
  type BotInput,
  COMMUNICATION_STYLES,
  CREATIVITY_LEVELS,
  FORMALITY_LEVELS,
  GENDERS,
  HUMOR_STYLES,
  KNOWLEDGE_SHARING,
  type PersonalityTraits,
  RESPONSE_LENGTHS,
  SHARING_VISIBILITIES,
  type SignaturePhrases,
  type SpeechExamples,
  TONES,
} from "../../shared/fields/bot.ts";
import type { Tags } from "../../shared/fields/common.ts";
import { allOf, count, fieldIsOneOf, isBetween, isOneOf, json, rowTimes } from "./columns.ts";
import { creatorProfiles } from "./creator-profiles.ts";
import { media } from "./media.ts";
import { users } from "./users.ts";

/**
 * AI characters. `knowledge_collections` of schema.md are rows of `collection_links`; `is_public` and `sharing` are read
 * from `sharing_visibility`, so that the three cannot disagree. Added to schema.md: `extensions`.
 */
export const bots = sqliteTable(
  "bots",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    slug: text().notNull(),
    description: text().notNull().default(""),
    picture: text().references(() => media.id),
    gender: text({ enum: GENDERS }),
    /** Years. */
    age: integer(),
    system_prompt: text().notNull(),
    greeting: text().notNull().default(""),
    speech_examples: json<z.infer<typeof SpeechExamples>>().default([]),
    personality_traits: json<PersonalityTraits>().default({}),
    behavior_settings: json<BehaviorSettings>().default({}),
    signature_phrases: json<z.infer<typeof SignaturePhrases>>().default([]),
    tags: json<z.infer<typeof Tags>>().default([]),
    is_public: integer({ mode: "boolean" }).generatedAlwaysAs(sql`sharing_visibility = 'public'`, { mode: "virtual" }),
    sharing_visibility: text({ enum: SHARING_VISIBILITIES }).notNull().default("private"),
    sharing: text({ mode: "json" })
      .$type<{ visibility: (typeof SHARING_VISIBILITIES)[number] }>()
      .generatedAlwaysAs(sql`json_object('visibility', sharing_visibility)`, { mode: "virtual" }),
    likes_count: count(),
    favorites_count: count(),
    user: text()
      .notNull()
      .references(() => users.id),
    creator_profile: text()
      .notNull()
      .references(() => creatorProfiles.id),
    creator_display_name: text().notNull(),
    /** What an import could not place in a field, kept verbatim for export. */
    extensions: json<BotInput["extensions"]>().default({}),
    ...rowTimes(),
  },
  (t) => [
    uniqueIndex("bots_creator_profile_slug_unique").on(t.creator_profile, t.slug), // the page at /:username/:bot-slug
    index("bots_picture_idx").on(t.picture).where(sql`picture is not null`), // bots that show a picture being deleted
    index("bots_user_idx").on(t.user, t.createdAt), // "my bots", newest first
    index("bots_visibility_idx").on(t.sharing_visibility, t.createdAt), // the catalogue of public bots, newest first
    index("bots_visibility_updated_idx").on(t.sharing_visibility, t.updatedAt, t.id), // the catalogue, lately changed first
    index("bots_visibility_name_idx").on(t.sharing_visibility, t.name, t.id), // the catalogue by name
    index("bots_visibility_likes_idx").on(t.sharing_visibility, t.likes_count, t.id), // the catalogue, most liked first
    index("bots_visibility_favorites_idx").on(t.sharing_visibility, t.favorites_count, t.id), // the catalogue, most kept first
    check("bots_name", sql`length(${t.name}) between 1 and 100 and length(${t.slug}) between 2 and 60`),
    check("bots_age", sql`coalesce(${isBetween(t.age, 1, 200)}, 1)`),
    check("bots_counts", sql`${t.likes_count} >= 0 and ${t.favorites_count} >= 0`),
    check(
      "bots_enums",
      allOf(sql`coalesce(${isOneOf(t.gender, GENDERS)}, 1)`, isOneOf(t.sharing_visibility, SHARING_VISIBILITIES)),
    ),
    check(
      "bots_personality_traits",
      allOf(
        fieldIsOneOf(t.personality_traits, "tone", TONES),
        fieldIsOneOf(t.personality_traits, "formality_level", FORMALITY_LEVELS),
        fieldIsOneOf(t.personality_traits, "humor_style", HUMOR_STYLES),
        fieldIsOneOf(t.personality_traits, "communication_style", COMMUNICATION_STYLES),
      ),
    ),
    check(
      "bots_behavior_settings",
      allOf(
        fieldIsOneOf(t.behavior_settings, "response_length", RESPONSE_LENGTHS),
        fieldIsOneOf(t.behavior_settings, "creativity_level", CREATIVITY_LEVELS),
        fieldIsOneOf(t.behavior_settings, "knowledge_sharing", KNOWLEDGE_SHARING),
      ),
    ),
  ],
);
export type BotRecord = typeof bots.$inferSelect;
