import { z } from "zod";
import type { JobRecord } from "../../schema/tables/jobs.ts";
import { JobAnswer } from "../../shared/fields/jobs.ts";
import { toJobRow } from "../services/jobs/read-jobs.ts";
import { runJob } from "../services/jobs/run-jobs.ts";
import type { RequestContext } from "./context.ts";
import { Flag } from "./sorted-list.ts";

/** What a deletion with `deletionAnswer` may answer besides 204, for its `also`. */
export const DELETION_JOB = { 202: JobAnswer } as const;

/** Query of a deletion: with `undo=true` it waits ten minutes, unseen, and can be taken back by cancelling its job. */
export const DeletionQuery = z.strictObject({ undo: Flag });

/** Answer of a deletion: 204 where everything is gone, else 202 with the job that goes on clearing away. */
export function deletionAnswer({ env, later }: RequestContext, job: JobRecord | null): Response {
  if (job === null) return new Response(null, { status: 204 });
  later(runJob(env, job.id));
  return Response.json(JobAnswer.parse(toJobRow(job)), { status: 202 });
}
