import { z } from "zod";
import { AuditLogFilter, AuditLogRow } from "../../../shared/fields/audit-log.ts";
import { checkChain } from "../../services/audit/audit-chain.ts";
import { countAudit, listAudit } from "../../services/audit/read-audit.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { listAnswer, listQuery } from "../sorted-list.ts";

const list = endpoint({
  method: "GET",
  path: "/api/audit-log",
  need: "platform-admin",
  summary: "What staff did and tried, newest first",
  query: ListQuery.omit({ search: true }).extend({
    ...AuditLogFilter.shape,
    sort: z.literal("-createdAt").optional(),
  }),
  output: listOf(AuditLogRow),
  handler: ({ db }, { query }) => {
    const asked = listQuery(query);
    return listAnswer(
      query,
      listAudit(db, asked),
      ({ seq, id }) => ({ value: seq, id }),
      () => countAudit(db, asked),
    );
  },
});

const check = endpoint({
  method: "GET",
  path: "/api/audit-log/check",
  need: "platform-admin",
  summary: "Whether every row of the audit log is as it was written, and where the first is that is not",
  output: z.object({
    ok: z.boolean(),
    /** Rows that are in order. */
    rows: z.number(),
    broken_at: z.object({ seq: z.number(), id: z.string(), why: z.enum(["changed", "missing_before"]) }).nullable(),
  }),
  handler: ({ db }) => checkChain(db),
});

export const auditLogEndpoints: readonly Endpoint[] = [list, check];
