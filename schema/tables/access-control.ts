import { sql } from "drizzle-orm";
import { check, index, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { PERMISSION_TYPES, RESOURCE_TYPES } from "../../shared/fields/access-control.ts";
import { allOf, flag, isOneOf, rowTimes } from "./columns.ts";
import { users } from "./users.ts";

/**
 * Grants on bots and tomes. The creator needs none. `resource_id` names rows of two tables, so whoever deletes one of
 * those deletes its grants in the same batch.
 */
export const accessControl = sqliteTable(
  "access_control",
  {
    id: text().primaryKey(),
    /** Who receives access. */
    user: text()
      .notNull()
      .references(() => users.id),
    resource_type: text({ enum: RESOURCE_TYPES }).notNull(),
    resource_id: text().notNull(),
    permission_type: text({ enum: PERMISSION_TYPES }).notNull(),
    granted_by: text()
      .notNull()
      .references(() => users.id),
    is_revoked: flag(),
    revoked_at: text(),
    revoked_by: text(),
    expires_at: text(),
    ...rowTimes(),
  },
  (t) => [
    uniqueIndex("access_control_live_unique").on(t.user, t.resource_type, t.resource_id).where(sql`is_revoked = 0`), // one grant a person and thing; also "shared with me"
    index("access_control_user_idx").on(t.user, t.createdAt), // what was ever shared with me, newest first
    index("access_control_granted_by_idx").on(t.granted_by), // grants made by a deleted account
    index("access_control_revoked_by_idx").on(t.revoked_by).where(sql`revoked_by is not null`), // and those it took back
    index("access_control_resource_idx").on(t.resource_type, t.resource_id), // who has access to this
    check(
      "access_control_enums",
      allOf(isOneOf(t.resource_type, RESOURCE_TYPES), isOneOf(t.permission_type, PERMISSION_TYPES)),
    ),
  ],
);
export type AccessControlRecord = typeof accessControl.$inferSelect;
