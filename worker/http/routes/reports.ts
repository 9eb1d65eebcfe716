import { z } from "zod";
import { Id, IsoDate } from "../../../shared/fields/common.ts";
import { REPORT_STATUSES, REPORTABLE, ReportInput, ReportRow } from "../../../shared/fields/reports.ts";
import { sortOf } from "../../services/keyset.ts";
import { createReport, REPORT_SORTS, reportReader } from "../../services/reports/reports.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery } from "../list.ts";
import { ownReads } from "../own-endpoints.ts";
import { readerOf } from "../sorted-list.ts";

const HOUR_S = 3_600;

const reads = ownReads({
  path: "/api/reports",
  one: "one of my reports",
  many: "my reports, newest first",
  query: ListQuery.omit({ search: true }).extend({
    resource_type: z.enum(REPORTABLE).optional(),
    resource_id: Id.optional(),
    status: z.enum(REPORT_STATUSES).optional(),
    from: IsoDate.optional(),
    to: IsoDate.optional(),
    sort: sortOf(REPORT_SORTS, "-createdAt"),
  }),
  row: ReportRow,
  reader: reportReader,
});

const create = endpoint({
  method: "POST",
  path: "/api/reports",
  need: "session",
  summary: "Report something I can see to the staff",
  body: ReportInput,
  output: ReportRow,
  status: 201,
  rate: { max: 10, windowS: HOUR_S, lasting: true },
  handler: (context, { body }) => createReport(context.db, body, readerOf(context)),
});

export const reportEndpoints: readonly Endpoint[] = [...reads, create];
