import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { z } from "zod";
import type { Tags } from "../../shared/fields/common.ts";
import {
  ACTIVATION_MODES,
  type ActivationSettings,
  type AdvancedActivation,
  type BudgetControlInput,
  type Filtering,
  INSERT_ROLES,
  KEYWORDS_LOGICS,
  KNOWLEDGE_TYPES,
  type KnowledgeInput,
  POSITIONS,
  type Positioning,
  PRIVACY_LEVELS,
  type PrivacySettings,
} from "../../shared/fields/knowledge.ts";
import type { ContentMetadata } from "../../shared/fields/knowledge-row.ts";
import { allOf, contentTimes, count, fieldIsBetween, fieldIsOneOf, flag, isOneOf, json, rowTimes } from "./columns.ts";
import { knowledgeCollections } from "./knowledge-collections.ts";
import { users } from "./users.ts";

/** What a person writes of the group, plus what the server counts. */
export type StoredPrivacySettings = z.infer<typeof PrivacySettings> & {
  readonly access_count?: number;
  readonly last_accessed?: string | null;
};
export interface KnowledgeUsage {
  readonly view_count: number;
  readonly search_count: number;
  readonly popularity_score: number;
}

/** An entry with a password or an end of its own: words that a query repeats to find the few by their index. */
const SHARES_ON_ITS_OWN = sql`share_password_hash is not null or privacy_settings ->> '$.share_expiration' is not null`;

/**
 * Lore entries. `vector_records` of schema.md are the rows of that collection that name this one.
 * `budget_control.token_cost` is `tokens`. Added: `title`, `extensions`, `share_password_hash`, generated columns.
 */
export const knowledge = sqliteTable(
  "knowledge",
  {
    id: text().primaryKey(),
    user: text()
      .notNull()
      .references(() => users.id),
    entry: text().notNull(),
    title: text().notNull().default(""),
    type: text({ enum: KNOWLEDGE_TYPES }).notNull().default("text"),
    knowledge_collection: text()
      .notNull()
      .references(() => knowledgeCollections.id),
    tags: json<z.infer<typeof Tags>>().default([]),
    tokens: count(),
    is_vectorized: flag(),
    chunk_count: count(),
    r2_file_key: text(),
    applies_to_bots: json<readonly string[]>().default([]),
    applies_to_personas: json<readonly string[]>().default([]),
    is_legacy_memory: flag(),
    source_memory_id: text(),
    source_conversation_id: text(),
    original_participants: text({ mode: "json" }).$type<{ personas: string[]; bots: string[] } | null>(),
    memory_date_range: text({ mode: "json" }).$type<{ start: string; end: string } | null>(),
    privacy_settings: json<StoredPrivacySettings>(),
    shared_access: json<Record<string, never>>().default({}),
    content_metadata: json<Partial<ContentMetadata>>().default({}),
    usage_analytics: json<KnowledgeUsage>().default({ view_count: 0, search_count: 0, popularity_score: 0 }),
    activation_settings: json<ActivationSettings>(),
    positioning: json<z.infer<typeof Positioning>>(),
    advanced_activation: json<z.infer<typeof AdvancedActivation>>(),
    filtering: json<z.infer<typeof Filtering>>(),
    budget_control: json<z.infer<typeof BudgetControlInput>>(),
    extensions: json<KnowledgeInput["extensions"]>().default({}),
    share_password_hash: text(),
    /** Counts up with every change of the share password: unlock tokens of an older one open nothing. */
    share_version: count(),
    activation_mode: text({ enum: ACTIVATION_MODES }).generatedAlwaysAs(
      sql`json_extract(activation_settings, '$.activation_mode')`,
      { mode: "virtual" },
    ),
    order: integer().generatedAlwaysAs(sql`json_extract(positioning, '$.order')`, { mode: "virtual" }),
    ...contentTimes(),
    ...rowTimes(),
  },
  (t) => [
    index("knowledge_collection_idx").on(t.knowledge_collection, t.id), // all entries of a tome, as a turn reads them
    index("knowledge_collection_order_idx").on(t.knowledge_collection, t.order, t.id), // a tome's list by weight
    index("knowledge_collection_created_idx").on(t.knowledge_collection, t.createdAt, t.id), // a tome's list, newest first
    index("knowledge_collection_updated_idx").on(t.knowledge_collection, t.updatedAt, t.id), // the same, lately changed first
    index("knowledge_collection_title_idx").on(t.knowledge_collection, t.title, t.id), // the same, by name
    index("knowledge_collection_tokens_idx").on(t.knowledge_collection, t.tokens, t.id), // the same, by length
    index("knowledge_file_idx").on(t.r2_file_key).where(sql`r2_file_key is not null`), // whether an uploaded file is still needed
    index("knowledge_own_share_idx").on(t.knowledge_collection).where(SHARES_ON_ITS_OWN), // the few entries of a tome that not all its readers may read
    uniqueIndex("knowledge_source_memory_unique").on(t.source_memory_id).where(sql`source_memory_id is not null`), // a memory becomes lore once
    index("knowledge_user_idx").on(t.user, t.createdAt), // "all my entries", newest first
    check("knowledge_type", isOneOf(t.type, KNOWLEDGE_TYPES)),
    check("knowledge_counts", sql`length(${t.entry}) > 0 and ${t.tokens} >= 0 and ${t.chunk_count} >= 0`),
    check(
      "knowledge_activation_settings",
      allOf(
        fieldIsOneOf(t.activation_settings, "activation_mode", ACTIVATION_MODES),
        fieldIsOneOf(t.activation_settings, "keywords_logic", KEYWORDS_LOGICS),
        fieldIsBetween(t.activation_settings, "vector_similarity_threshold", 0, 1),
        fieldIsBetween(t.activation_settings, "max_vector_results", 1, 20),
        fieldIsBetween(t.activation_settings, "probability", 0, 100),
        fieldIsBetween(t.activation_settings, "scan_depth", 1, 20),
      ),
    ),
    check(
      "knowledge_positioning",
      allOf(
        fieldIsOneOf(t.positioning, "position", POSITIONS),
        fieldIsOneOf(t.positioning, "role", INSERT_ROLES),
        fieldIsBetween(t.positioning, "depth", 0, 100),
        fieldIsBetween(t.positioning, "order", 0, 1_000),
      ),
    ),
    check(
      "knowledge_advanced_activation",
      allOf(
        fieldIsBetween(t.advanced_activation, "sticky", 0, 50),
        fieldIsBetween(t.advanced_activation, "cooldown", 0, 50),
        fieldIsBetween(t.advanced_activation, "delay", 0, 100),
      ),
    ),
    check(
      "knowledge_groups",
      allOf(
        fieldIsBetween(t.budget_control, "max_tokens", 0, 8_000),
        fieldIsOneOf(t.privacy_settings, "privacy_level", PRIVACY_LEVELS),
        sql`json_valid(${t.filtering})`,
      ),
    ),
  ],
);
export type KnowledgeRecord = typeof knowledge.$inferSelect;
