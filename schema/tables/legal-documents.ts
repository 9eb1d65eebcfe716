import { sql } from "drizzle-orm";
import { check, index, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { LEGAL_TYPES } from "../../shared/fields/legal-documents.ts";
import { flag, isOneOf, rowTimes } from "./columns.ts";

/** Texts people agree to, every version of each. `published_at` is added to schema.md. */
export const legalDocuments = sqliteTable(
  "legal_documents",
  {
    id: text().primaryKey(),
    title: text().notNull(),
    type: text({ enum: LEGAL_TYPES }).notNull(),
    /** Markdown. */
    content: text().notNull(),
    version: text().notNull(),
    effective_date: text().notNull(),
    is_active: flag(),
    /** When it first became active; null for a draft. */
    published_at: text(),
    ...rowTimes(),
  },
  (t) => [
    uniqueIndex("legal_documents_active_unique").on(t.type).where(sql`is_active = 1`), // the text that holds; never two of a type, also under race
    uniqueIndex("legal_documents_version_unique").on(t.type, t.version), // one text a version
    index("legal_documents_type_idx").on(t.type, t.effective_date), // history of a type, newest first
    check("legal_documents_type", isOneOf(t.type, LEGAL_TYPES)),
    check("legal_documents_active", sql`${t.is_active} = 0 or ${t.published_at} is not null`),
  ],
);
export type LegalDocumentRecord = typeof legalDocuments.$inferSelect;
