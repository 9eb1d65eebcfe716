import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { isoTime } from "./columns.ts";

/**
 * Answers of calls with an Idempotency-Key, kept for repeats of the same call. Gone after a day, so that nothing refers
 * to it and it refers to nothing.
 */
export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    user: text().notNull(),
    /** SHA-256 of the header, hex: who reads the table cannot repeat the call. */
    key_hash: text().notNull(),
    /** Keyed hash of method, address and body, hex: what the key stands for. */
    fingerprint: text().notNull(),
    /** Begin of the run that holds the key; renewed when another takes it over. */
    started_at: text().notNull(),
    /** Null while the first call runs. */
    status: integer(),
    content_type: text(),
    /** Null while running, and where the answer was too large to keep. */
    body: text(),
    createdAt: isoTime(),
  },
  (t) => [
    primaryKey({ columns: [t.user, t.key_hash] }),
    index("idempotency_keys_created_idx").on(t.createdAt), // the sweep of keys older than a day
    check("idempotency_keys_status", sql`coalesce(${t.status} between 200 and 499, 1)`),
  ],
);
