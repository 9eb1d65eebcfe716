import { and, isNotNull } from "drizzle-orm";
import { type LegalDocumentRecord, legalDocuments } from "../../../schema/tables/legal-documents.ts";
import type { LegalDocumentInput, LegalType } from "../../../shared/fields/legal-documents.ts";
import { matching, sameForm } from "../row-reader.ts";
import { contains } from "../text-search.ts";
import { type ContentRules, contentStore } from "./content-store.ts";
import { oneActive } from "./one-active.ts";

const { createdAt, updatedAt, effective_date, is_active, published_at, title, content } = legalDocuments;
export const LEGAL_SORTS = { createdAt, updatedAt, effective_date } as const;

interface LegalQuery {
  readonly type?: LegalType | undefined;
  readonly version?: string | undefined;
  readonly is_active?: boolean | undefined;
  readonly search?: string | undefined;
}

const versions = oneActive<LegalDocumentRecord>(legalDocuments, ["type", "version", "title", "content"]);
const rules: ContentRules<LegalDocumentRecord> = {
  ...versions,
  prepare(db, id, fields, before, now) {
    const { effective_date: date } = fields;
    const inForm = date === undefined ? fields : { ...fields, effective_date: sameForm(date) };
    return versions.prepare?.(db, id, inForm, before, now) ?? { fields: { ...inForm }, first: [] };
  },
};

/** Texts people agree to: the active one of each type, and the history of what once was. */
export const legalStore = contentStore<typeof legalDocuments, typeof LEGAL_SORTS, LegalQuery, LegalDocumentInput>({
  table: legalDocuments,
  sorts: LEGAL_SORTS,
  published: isNotNull(published_at),
  filter: ({ type, version, is_active: active, search }) =>
    and(
      matching(legalDocuments.type, type),
      matching(legalDocuments.version, version),
      matching(is_active, active),
      search ? contains([title, content], search) : undefined,
    ),
  uniques: [
    // Two at once become active: SQLite names the one column of that index, and both of the other's.
    { column: "legal_documents.version", field: "version" },
    { column: "legal_documents.type", field: "is_active" },
  ],
  rules,
});
