import { z } from "zod";
import { Id } from "../../../shared/fields/common.ts";
import { JOB_STATUSES, JobAnswer, JobPatch } from "../../../shared/fields/jobs.ts";
import { cancelJob, pauseJob } from "../../services/jobs/change-jobs.ts";
import { countJobs, JOB_SORTS, listJobs, readJob } from "../../services/jobs/read-jobs.ts";
import { runJob } from "../../services/jobs/run-jobs.ts";
import { cursorBy, sortOf } from "../../services/keyset.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery, listOf } from "../list.ts";
import { editorOf, listAnswer, listQuery } from "../sorted-list.ts";

const ById = z.object({ id: Id });

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
  output: listOf(JobAnswer),
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
  summary: "How far a job is, and what came of it; asking also sets one going again that nobody works on",
  params: ById,
  output: JobAnswer,
  handler: async ({ env, db, principal, later }, { params }) => {
    const job = await readJob(db, params.id, principal.userId);
    if (job.status === "queued" || job.status === "running") later(runJob(env, job.id));
    return job;
  },
});

const update = endpoint({
  method: "PATCH",
  path: "/api/jobs/:id",
  need: "owner",
  summary: "Let a job wait, or go on",
  params: ById,
  body: JobPatch,
  output: JobAnswer,
  handler: async (context, { params, body }) => {
    const job = await pauseJob(context.env, params.id, body.paused, editorOf(context));
    if (!body.paused) context.later(runJob(context.env, job.id));
    return job;
  },
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/jobs/:id",
  need: "owner",
  summary: "Cancel a job; what it did stays done. A deletion can be taken back until its `undo_until`",
  params: ById,
  output: JobAnswer,
  handler: (context, { params }) => cancelJob(context.env, params.id, editorOf(context)),
});

export const jobEndpoints: readonly Endpoint[] = [list, read, update, remove];
