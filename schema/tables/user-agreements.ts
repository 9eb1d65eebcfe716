import { index, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { isoTime } from "./columns.ts";
import { legalDocuments } from "./legal-documents.ts";
import { users } from "./users.ts";

/** Who agreed to which version of which text, when and from where. Written once, never changed. */
export const userAgreements = sqliteTable(
  "user_agreements",
  {
    id: text().primaryKey(),
    user: text()
      .notNull()
      .references(() => users.id),
    document: text()
      .notNull()
      .references(() => legalDocuments.id),
    accepted_at: isoTime(),
    ip_address: text(),
    user_agent: text(),
  },
  (t) => [
    uniqueIndex("user_agreements_document_unique").on(t.user, t.document), // agreed once, also under race
    index("user_agreements_user_idx").on(t.user, t.accepted_at), // "my agreements", newest first
    index("user_agreements_document_idx").on(t.document), // who agreed to this
  ],
);
export type UserAgreementRecord = typeof userAgreements.$inferSelect;
