import { z } from "zod";
import { Id, IsoDate } from "../../../shared/fields/common.ts";
import { LEGAL_TYPES, LegalDocumentInput, LegalDocumentRow } from "../../../shared/fields/legal-documents.ts";
import { UserAgreementInput, UserAgreementRow } from "../../../shared/fields/user-agreements.ts";
import { LEGAL_SORTS, legalStore } from "../../services/content/legal-documents.ts";
import { sortOf } from "../../services/keyset.ts";
import {
  AGREEMENT_SORTS,
  agree,
  agreementReader,
  missingAgreements,
} from "../../services/user-agreements/agreements.ts";
import { contentEndpoints } from "../content-endpoints.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { ownReads } from "../own-endpoints.ts";
import { Flag } from "../sorted-list.ts";

const documents = contentEndpoints({
  path: "/api/legal-documents",
  one: "a version of a legal text",
  many: "legal texts, newest first; `is_active=true` for those that hold, `type` for the history of one",
  readers: "none",
  query: ListQuery.extend({
    type: z.enum(LEGAL_TYPES).optional(),
    version: z.string().max(40).optional(),
    is_active: Flag,
    sort: sortOf(LEGAL_SORTS, "-effective_date"),
  }),
  row: LegalDocumentRow,
  input: LegalDocumentInput,
  store: legalStore,
});

const missing = endpoint({
  method: "GET",
  path: "/api/user-agreements/missing",
  need: "session",
  summary: "Legal texts that hold and that I have not agreed to",
  output: listOf(LegalDocumentRow),
  handler: async ({ db, principal }) => ({ docs: await missingAgreements(db, principal.userId), next_cursor: null }),
});

const agreements = ownReads({
  path: "/api/user-agreements",
  one: "one of my agreements",
  many: "what I agreed to, newest first",
  query: ListQuery.omit({ search: true }).extend({
    document: Id.optional(),
    type: z.enum(LEGAL_TYPES).optional(),
    from: IsoDate.optional(),
    to: IsoDate.optional(),
    sort: sortOf(AGREEMENT_SORTS, "-accepted_at"),
  }),
  row: UserAgreementRow,
  reader: agreementReader,
});

const accept = endpoint({
  method: "POST",
  path: "/api/user-agreements",
  need: "session",
  summary: "Agree to a legal text that holds; the time, my address and browser are kept with it",
  body: UserAgreementInput,
  output: UserAgreementRow,
  status: 201,
  handler: ({ db, principal, nowMs, request: { headers } }, { body }) =>
    agree(db, body.document, {
      userId: principal.userId,
      nowMs,
      ip_address: headers.get("cf-connecting-ip"),
      user_agent: headers.get("user-agent"),
    }),
});

export const legalEndpoints: readonly Endpoint[] = [...documents, missing, ...agreements, accept];
