import { check, index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { isOneOf, isoTime } from "./columns.ts";

export const TOMBSTONE_KINDS = ["bots", "knowledge_collections", "conversations", "users"] as const;
export type TombstoneKind = (typeof TOMBSTONE_KINDS)[number];

/**
 * What is deleted, from the first moment of its deletion: rights and lists take a row that is named here for gone while
 * a job still clears it away, and the room's outbox brings nothing of it back.
 */
export const tombstones = sqliteTable(
  "tombstones",
  {
    /** Id of the row. */
    id: text().primaryKey(),
    kind: text({ enum: TOMBSTONE_KINDS }).notNull(),
    /** When the object of a conversation was emptied; null before, and for what has none. */
    ended_at: text(),
    createdAt: isoTime(),
  },
  (t) => [
    index("tombstones_created_idx").on(t.createdAt), // the sweep of those that say nothing any more
    check("tombstones_kind", isOneOf(t.kind, TOMBSTONE_KINDS)),
  ],
);
