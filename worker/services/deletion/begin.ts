import { and, eq } from "drizzle-orm";
import { botSlugRedirects } from "../../../schema/tables/bot-slug-redirects.ts";
import { bots } from "../../../schema/tables/bots.ts";
import { conversations } from "../../../schema/tables/conversations.ts";
import { type JobRecord, jobs } from "../../../schema/tables/jobs.ts";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { runJob } from "../jobs/run-jobs.ts";
import { findLiveJob, insertJob } from "../jobs/start-job.ts";
import { sameVersion } from "../version-guard.ts";
import { bury } from "./bury.ts";
import { countLeft, FEW_ROWS } from "./clear.ts";
import { DELETION_JOBS } from "./deletion-kind.ts";

/** Who deletes, when, and which version (see `RequestContext.expects`). */
export interface Deleter {
  readonly userId: string;
  readonly nowMs: number;
  readonly expects?: string | undefined;
}

/** What is to be deleted. */
export interface Deletion extends Deleter {
  readonly kind: "bots" | "knowledge_collections" | "conversations";
  readonly id: string;
}

const TABLES = { bots, knowledge_collections: knowledgeCollections, conversations } as const;

/**
 * Deletes a row with all that goes with it; the caller has checked the right to. From the first write on nothing of it
 * is seen any more. What few rows name is gone when this returns.
 * @returns The job that clears the rest away, or null where nothing is left to do.
 */
export async function deleteRow(env: Env, deletion: Deletion): Promise<JobRecord | null> {
  const { kind, id, userId, nowMs, expects } = deletion;
  const db = openDb(env.DB);
  const jobKind = DELETION_JOBS[kind];
  const total = await countLeft(env, kind, id);
  await db.batch([
    ...sameVersion(db, TABLES[kind], id, expects),
    bury(db, kind, id, nowMs),
    insertJob(db, { kind: jobKind, userId, subject: id, total }, nowMs),
    ...freeName(db, deletion),
  ]);
  const job = await findLiveJob(db, jobKind, id);
  return job === undefined ? null : finishIfSmall(env, db, job);
}

/** A bot's names in its creator's addresses are free again at once. No slug begins with `_`, so what stands there is nobody's. */
const freeName = (db: Db, { kind, id }: Deletion) =>
  kind === "bots"
    ? [
        db
          .update(bots)
          .set({ slug: `_${id}` })
          .where(eq(bots.id, id)),
        db.delete(botSlugRedirects).where(eq(botSlugRedirects.bot, id)),
      ]
    : [];

/** Does a small job here and now; one that nobody was told of leaves no trace. */
async function finishIfSmall(env: Env, db: Db, job: JobRecord): Promise<JobRecord | null> {
  if (job.total > FEW_ROWS) return job;
  await runJob(env, job.id);
  const over = await db
    .delete(jobs)
    .where(and(eq(jobs.id, job.id), eq(jobs.status, "done")))
    .returning();
  return over.length > 0 ? null : job;
}
