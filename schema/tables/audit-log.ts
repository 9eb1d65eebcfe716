import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { AUDIT_OUTCOMES, MAX_REASON } from "../../shared/fields/audit-log.ts";
import { allOf, isOneOf, isoTime } from "./columns.ts";

/**
 * What staff did and tried. Triggers refuse to change or delete a row; each row holds the hash of the one before it. It
 * refers to nothing, since it outlives the accounts and rows it names.
 */
export const auditLog = sqliteTable(
  "audit_log",
  {
    id: text().primaryKey(),
    seq: integer().notNull(),
    createdAt: isoTime(),
    actor: text(),
    actor_role: text(),
    action: text().notNull(),
    resource: text().notNull(),
    resource_id: text(),
    reason: text(),
    ip_hash: text().notNull(),
    outcome: text({ enum: AUDIT_OUTCOMES }).notNull(),
    prev_hash: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [
    uniqueIndex("audit_log_seq_unique").on(t.seq), // the chain in its order, and its newest row
    uniqueIndex("audit_log_prev_hash_unique").on(t.prev_hash), // the chain never forks, also under race
    index("audit_log_actor_idx").on(t.actor, t.seq), // what one person did, newest first
    index("audit_log_resource_idx").on(t.resource, t.resource_id, t.seq), // what was done to one row, newest first
    check("audit_log_outcome", isOneOf(t.outcome, AUDIT_OUTCOMES)),
    check("audit_log_chain", allOf(sql`${t.seq} > 0`, sql`length(${t.prev_hash}) = 64`, sql`length(${t.hash}) = 64`)),
    check("audit_log_reason", sql`coalesce(length(${t.reason}) <= ${sql.raw(String(MAX_REASON))}, 1)`),
  ],
);
