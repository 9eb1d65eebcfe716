import { z } from "zod";
import { JobAnswer } from "../../../shared/fields/jobs.ts";
import { deleteAccount, demandAnotherAdmin, demandConfirmed } from "../../services/deletion/delete-account.ts";
import { openArchive, startExport } from "../../services/export/start-export.ts";
import { toJobRow } from "../../services/jobs/read-jobs.ts";
import { runJob } from "../../services/jobs/run-jobs.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { clearCookies, SIGN_IN_COOKIES } from "../session-cookies.ts";
import { readerOf } from "../sorted-list.ts";

const exportMe = endpoint({
  method: "GET",
  path: "/api/me/export",
  need: "session",
  summary: "Everything of mine in one archive: a job, whose result says where to fetch it. 200 where one was just made",
  output: JobAnswer,
  status: 202,
  also: { 200: JobAnswer },
  rate: { max: 2, windowS: 24 * 3_600, lasting: true },
  handler: async ({ env, principal, nowMs, later }) => {
    const job = await startExport(env, principal.userId, nowMs);
    const answer = JobAnswer.parse(toJobRow(job));
    if (job.status === "done") return Response.json(answer);
    later(runJob(env, job.id));
    return answer;
  },
});

const fetchArchive = endpoint({
  method: "GET",
  path: "/api/me/export/:archive",
  need: "owner",
  summary: "An archive of mine, as a ZIP file, for seven days",
  params: z.object({ archive: z.string().regex(/^[0-9a-f]{64}$/) }),
  output: z.null(),
  handler: async (context, { params }) => {
    const archive = await openArchive(context.env, params.archive, readerOf(context));
    return new Response(archive.body, {
      headers: {
        "content-type": "application/zip",
        "content-length": String(archive.size),
        "content-disposition": 'attachment; filename="botcafe-export.zip"',
      },
    });
  },
});

const remove = endpoint({
  method: "DELETE",
  path: "/api/me",
  need: "session",
  summary: "Delete my account and everything in it: at once signed out everywhere, cleared away by a job",
  body: z.strictObject({ confirm: z.string().trim().min(1).max(254) }),
  output: JobAnswer.nullable(),
  status: 202,
  handler: async (context, { body }) => {
    const { env, db, principal, nowMs, later } = context;
    await demandConfirmed(db, principal, body.confirm);
    await demandAnotherAdmin(db, principal);
    const job = await deleteAccount(env, principal, nowMs);
    clearCookies(context, SIGN_IN_COOKIES);
    if (job === null) return null;
    later(runJob(env, job.id));
    return JobAnswer.parse(toJobRow(job));
  },
});

export const meAccountEndpoints: readonly Endpoint[] = [exportMe, fetchArchive, remove];
