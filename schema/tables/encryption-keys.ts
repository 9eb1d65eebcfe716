import { sql } from "drizzle-orm";
import { check, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { isoTime } from "./columns.ts";

/**
 * Keys that an embedded instance made to encrypt people's own with, on first use. A deployment keeps its keys in
 * `KEY_ENCRYPTION_KEYS` instead, and then nothing stands here.
 */
export const encryptionKeys = sqliteTable(
  "encryption_keys",
  {
    version: integer().primaryKey(),
    /** 32 bytes, base64. */
    secret: text().notNull(),
    createdAt: isoTime(),
  },
  (t) => [check("encryption_keys_shape", sql`${t.version} >= 1 and length(${t.secret}) = 44`)],
);
