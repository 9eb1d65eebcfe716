import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { z } from "zod";
import {
  COLLECTION_CATEGORIES,
  type CollectionMetadataInput,
  DIFFICULTY_LEVELS,
  type KnowledgeCollectionInput,
  type LoreSettings,
  SHARING_LEVELS,
  type SharingSettings,
} from "../../shared/fields/knowledge-collections.ts";
import { allOf, contentTimes, count, fieldIsOneOf, isOneOf, json, rowTimes } from "./columns.ts";
import { users } from "./users.ts";

/** Counts that nobody writes by hand. */
export interface CollectionUsage {
  readonly view_count: number;
  readonly fork_count: number;
  readonly rating: number | null;
}

/**
 * Tomes. `bot` of schema.md are rows of `collection_links`; `knowledge_count` and `size_estimate` are counted when read;
 * the share password is a hash of its own, so that no answer made of the group can carry it.
 * Added to schema.md: `lore_settings`, `extensions`, `share_password_hash`, `share_version`, and the generated columns.
 */
export const knowledgeCollections = sqliteTable(
  "knowledge_collections",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    user: text()
      .notNull()
      .references(() => users.id),
    description: text().notNull().default(""),
    sharing_settings: json<z.infer<typeof SharingSettings>>(),
    /** Deprecated in schema.md in favour of access control; kept so that old exports read back. */
    collaborators: json<Record<string, never>>().default({}),
    collection_metadata: json<z.infer<typeof CollectionMetadataInput>>(),
    usage_analytics: json<CollectionUsage>().default({ view_count: 0, fork_count: 0, rating: null }),
    lore_settings: json<LoreSettings>(),
    extensions: json<KnowledgeCollectionInput["extensions"]>().default({}),
    share_password_hash: text(),
    /** Counts up with every change of the share password: unlock tokens of an older one open nothing. */
    share_version: count(),
    sharing_level: text({ enum: SHARING_LEVELS }).generatedAlwaysAs(
      sql`json_extract(sharing_settings, '$.sharing_level')`,
      { mode: "virtual" },
    ),
    is_public: integer({ mode: "boolean" }).generatedAlwaysAs(sql`json_extract(sharing_settings, '$.is_public')`, {
      mode: "virtual",
    }),
    collection_category: text({ enum: COLLECTION_CATEGORIES }).generatedAlwaysAs(
      sql`json_extract(collection_metadata, '$.collection_category')`,
      { mode: "virtual" },
    ),
    ...contentTimes(),
    ...rowTimes(),
  },
  (t) => [
    index("knowledge_collections_user_idx").on(t.user, t.collection_category, t.createdAt), // "my tomes", memories apart
    index("knowledge_collections_user_created_idx").on(t.user, t.createdAt, t.id), // "my tomes" of all kinds, newest first
    index("knowledge_collections_public_idx").on(t.is_public, t.createdAt), // the catalogue of public tomes
    index("knowledge_collections_level_idx").on(t.sharing_level, t.createdAt), // the same, where the level says it
    check("knowledge_collections_name", sql`length(${t.name}) between 1 and 200`),
    check(
      "knowledge_collections_groups",
      allOf(
        fieldIsOneOf(t.sharing_settings, "sharing_level", SHARING_LEVELS),
        fieldIsOneOf(t.collection_metadata, "collection_category", COLLECTION_CATEGORIES),
        fieldIsOneOf(t.collection_metadata, "difficulty_level", DIFFICULTY_LEVELS),
        sql`json_valid(${t.lore_settings})`,
      ),
    ),
  ],
);
export type KnowledgeCollectionRecord = typeof knowledgeCollections.$inferSelect;

export const LINK_TARGETS = ["bot", "conversation", "persona"] as const;
export type LinkTarget = (typeof LINK_TARGETS)[number];

/**
 * Which tomes a bot, a conversation or a persona reads. The one place: `knowledge_collections.bot` and
 * `bots.knowledge_collections` are both views of it. `target_id` names rows of three tables, so whoever deletes one
 * of those deletes its links in the same batch.
 */
export const collectionLinks = sqliteTable(
  "collection_links",
  {
    collection: text()
      .notNull()
      .references(() => knowledgeCollections.id),
    target_kind: text({ enum: LINK_TARGETS }).notNull(),
    target_id: text().notNull(),
    /** Who linked it: the lore is read with this person's rights. */
    user: text()
      .notNull()
      .references(() => users.id),
    createdAt: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.collection, t.target_kind, t.target_id] }),
    index("collection_links_user_idx").on(t.user), // links that go with a deleted account
    index("collection_links_target_idx").on(t.target_kind, t.target_id), // all lore of a bot's turn
    check("collection_links_kind", isOneOf(t.target_kind, LINK_TARGETS)),
  ],
);
