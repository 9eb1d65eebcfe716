import { z } from "zod";
import { Id } from "../../../shared/fields/common.ts";
import { JOB_STATUSES, JobRow } from "../../../shared/fields/jobs.ts";
import { countJobs, JOB_SORTS, listJobs, readJob } from "../../services/jobs/read-jobs.ts";
import { cursorBy, sortOf } from "../../services/keyset.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { listAnswer, listQuery } from "../sorted-list.ts";

const Job = JobRow.extend({ createdAt: z.string(), updatedAt: z.string() });

const list = endpoint({
  method: "GET",
  path: "/api/jobs",
  need: "session",
  summary: "My jobs, newest first",
  query: ListQuery.omit({ search: true }).extend({
    kind: z.string().max(60).optional(),
    status: z.enum(JOB_STATUSES).optional(),
    sort: sortOf(JOB_SORTS, "-createdAt"),
  }),
  output: listOf(Job),
  handler: ({ db, principal }, { query }) => {
    const asked = listQuery(query);
    const count = () => countJobs(db, asked, principal.userId);
    return listAnswer(query, listJobs(db, asked, principal.userId), cursorBy(query.sort), count);
  },
});

const read = endpoint({
  method: "GET",
  path: "/api/jobs/:id",
  need: "owner",
  summary: "How far a job is, and what came of it",
  params: z.object({ id: Id }),
  output: Job,
  handler: ({ db, principal }, { params }) => readJob(db, params.id, principal.userId),
});

export const jobEndpoints: readonly Endpoint[] = [list, read];
