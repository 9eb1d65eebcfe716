import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { INVITATION_ROLES } from "../../shared/fields/invitations.ts";
import { allOf, count, isOneOf, rowTimes } from "./columns.ts";
import { conversations } from "./conversations.ts";
import { users } from "./users.ts";

/** Ways into a conversation (api.md). Only the hash of a code is kept: who reads the database cannot use them. */
export const invitations = sqliteTable(
  "invitations",
  {
    id: text().primaryKey(),
    conversation: text()
      .notNull()
      .references(() => conversations.id),
    /** SHA-256 of the code, 64 hex digits. */
    code_hash: text().notNull(),
    role: text({ enum: INVITATION_ROLES }).notNull(),
    created_by: text()
      .notNull()
      .references(() => users.id),
    expires_at: text(),
    /** How many may come in by it; null is any number. */
    uses: integer(),
    /** How many did. */
    used: count(),
    revoked_at: text(),
    ...rowTimes(),
  },
  (t) => [
    uniqueIndex("invitations_code_hash_unique").on(t.code_hash), // the invitation behind a link
    index("invitations_conversation_idx").on(t.conversation, t.createdAt), // a room's invitations, newest first
    index("invitations_created_by_idx").on(t.created_by), // invitations that go with a deleted account
    check(
      "invitations_numbers",
      allOf(sql`length(${t.code_hash}) = 64`, sql`coalesce(${t.uses} >= 1, 1)`, sql`${t.used} >= 0`),
    ),
    check("invitations_left", sql`coalesce(${t.used} <= ${t.uses}, 1)`),
    check("invitations_role", isOneOf(t.role, INVITATION_ROLES)),
  ],
);
