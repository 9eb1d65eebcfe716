import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import type { JobKind, JobKindName } from "../jobs/job-kind.ts";
import { WAITING } from "../jobs/waiting.ts";
import { clearNext } from "./clear.ts";
import { freeName } from "./free-name.ts";
import type { Deletable } from "./plan.ts";
import { takeBack } from "./take-back.ts";

/** Name of the job that deletes a row of each kind. */
export const DELETION_JOBS = {
  bots: "delete_bot",
  knowledge_collections: "delete_tome",
  conversations: "delete_conversation",
  users: "delete_account",
} as const satisfies Record<Deletable, JobKindName>;

/**
 * The job that deletes a row of `kind`, its subject. Rights take the row for gone since before the job began, so once
 * it has begun there is no way back, and it is tried until it works.
 */
export const deletionKind = (kind: Deletable): JobKind => ({
  noWayBack: "What this deletes is gone already and cannot come back.",
  maxAttempts: null,
  takeBack,
  step: async (env, job, nowMs) => {
    // Each time: what the rooms it leaves tell it in between goes too.
    if (kind === "users" && job.subject !== null) await env.USER.getByName(job.subject).destroy();
    if (job.phase === WAITING && job.subject !== null) await freeNow(env, kind, job.subject);
    const phase = await clearNext(env, kind, job, nowMs);
    return phase === null ? { isOver: true, result: { deleted: kind, id: job.subject } } : { isOver: false, phase };
  },
});

async function freeNow(env: Env, kind: Deletable, id: string): Promise<void> {
  const db = openDb(env.DB);
  const [first, ...more] = freeName(db, kind, id);
  if (first) await db.batch([first, ...more]);
}
