import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { API_KEY_PROVIDERS } from "../../shared/fields/api-keys.ts";
import { allOf, count, isOneOf, rowTimes } from "./columns.ts";
import { users } from "./users.ts";

/**
 * People's own keys for model providers, encrypted. Added to schema.md: `nickname`, `base_url` and the provider `custom`
 * (api.md), `last4`, `key_version`, `updatedAt`.
 */
export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: text().primaryKey(),
    user: text()
      .notNull()
      .references(() => users.id),
    provider: text({ enum: API_KEY_PROVIDERS }).notNull(),
    nickname: text().notNull().default(""),
    /** `v<version>.<base64 of IV and ciphertext>`, see worker/services/keyring. */
    key_encrypted: text().notNull(),
    /** Which key of the keyring it is encrypted with. */
    key_version: integer().generatedAlwaysAs(sql`cast(substr(key_encrypted, 2) as integer)`, { mode: "virtual" }),
    /** All of the key that is ever shown. */
    last4: text().notNull(),
    /** Where a custom provider is reached; null for all others. */
    base_url: text(),
    is_active: integer({ mode: "boolean" }).notNull().default(true),
    last_used: text(),
    usage_count: count(),
    ...rowTimes(),
  },
  (t) => [
    index("api_keys_user_idx").on(t.user, t.createdAt), // "my keys", newest first
    index("api_keys_version_idx").on(t.key_version, t.id), // rotation: what older versions still encrypt
    check("api_keys_provider", isOneOf(t.provider, API_KEY_PROVIDERS)),
    check("api_keys_base_url", sql`${t.provider} = 'custom' or ${t.base_url} is null`),
    check(
      "api_keys_secret",
      allOf(sql`${t.key_encrypted} glob 'v[1-9]*.?*'`, sql`length(${t.last4}) <= 4`, sql`${t.usage_count} >= 0`),
    ),
  ],
);
export type ApiKeyRecord = typeof apiKeys.$inferSelect;
