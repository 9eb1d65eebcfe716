import { and, eq } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import { conversations } from "../../../schema/tables/conversations.ts";
import { type JobRecord, jobs } from "../../../schema/tables/jobs.ts";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { runJob } from "../jobs/run-jobs.ts";
import { findLiveJob, insertJob } from "../jobs/start-job.ts";
import { tellJob } from "../jobs/tell-job.ts";
import { sameVersion } from "../version-guard.ts";
import { bury } from "./bury.ts";
import { countLeft, FEW_ROWS } from "./clear.ts";
import { DELETION_JOBS } from "./deletion-kind.ts";
import { freeName } from "./free-name.ts";

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
  /** Whether it waits for second thoughts first. */
  readonly undo?: boolean | undefined;
}

/** How long a deletion that can be undone waits, milliseconds (ux §2.9). */
export const UNDO_MS = 600_000;

const TABLES = { bots, knowledge_collections: knowledgeCollections, conversations } as const;

/**
 * Deletes a row with all that goes with it; the caller has checked the right to. From the first write on nothing of it
 * is seen any more. What few rows name is gone when this returns; with `undo` all of it is there for a while, unseen.
 * @returns The job that clears the rest away, or null where nothing is left to do.
 */
export async function deleteRow(env: Env, deletion: Deletion): Promise<JobRecord | null> {
  const { kind, id, userId, nowMs, expects, undo = false } = deletion;
  const waitsUntilMs = undo ? nowMs + UNDO_MS : undefined;
  const db = openDb(env.DB);
  const jobKind = DELETION_JOBS[kind];
  const total = await countLeft(env, kind, id);
  const name = undo ? await nameOf(db, deletion) : undefined;
  await db.batch([
    ...sameVersion(db, TABLES[kind], id, expects),
    bury(db, kind, id, nowMs),
    insertJob(db, { kind: jobKind, userId, subject: id, total, waitsUntilMs, name }, nowMs),
    ...(undo ? [] : freeName(db, kind, id)),
  ]);
  const job = await findLiveJob(db, jobKind, id);
  if (job !== undefined && undo) await tellJob(env, job.id);
  if (job === undefined || undo) return job ?? null;
  return finishIfSmall(env, db, job);
}

/** What its owner calls it; null for a room without a title. */
async function nameOf(db: Db, { kind, id }: Deletion): Promise<string | null> {
  const table = TABLES[kind];
  const [row] = await db
    .select({ name: "title" in table ? table.title : table.name })
    .from(table)
    .where(eq(table.id, id));
  return row?.name ?? null;
}

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
