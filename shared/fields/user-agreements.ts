import { z } from "zod";
import { Id } from "./common.ts";
import { LEGAL_TYPES } from "./legal-documents.ts";

/** What a person agrees to; time, address and browser are taken from the request. */
export const UserAgreementInput = z.strictObject({ document: Id });
export type UserAgreementInput = z.infer<typeof UserAgreementInput>;

export const UserAgreementRow = z.object({
  id: z.string(),
  user: z.string(),
  document: z.string(),
  /** Of the document. */
  title: z.string(),
  type: z.enum(LEGAL_TYPES),
  version: z.string(),
  accepted_at: z.string(),
  ip_address: z.string().nullable(),
  user_agent: z.string().nullable(),
});
export type UserAgreementRow = z.infer<typeof UserAgreementRow>;
