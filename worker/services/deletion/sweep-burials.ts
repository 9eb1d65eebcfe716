import { isoTime } from "../../clock.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { insertJob } from "../jobs/start-job.ts";
import { countLeft } from "./clear.ts";
import { DELETION_JOBS } from "./deletion-kind.ts";
import type { Deletable } from "./plan.ts";

/** How long a deleted row is remembered as such, milliseconds: as long as backups may bring it back, and any outbox. */
const KEPT_MS = 30 * 24 * 3_600_000;
const AT_ONCE = 20;

interface Unfinished {
  readonly id: string;
  readonly kind: Deletable;
  readonly user: string;
}

const KINDS = ["bots", "knowledge_collections", "conversations", "users"] as const;

/** Rows of one kind that are being deleted by nobody: the job went with the account of whoever asked for it. */
const unfinishedOf = (kind: Deletable): string => `
  select row.id as id, '${kind}' as kind, ${kind === "users" ? "row.id" : "row.user"} as user
  from tombstones as t inner join ${kind} as row on row.id = t.id
  where t.kind = '${kind}'
    and not exists (select 1 from jobs where jobs.kind = '${DELETION_JOBS[kind]}' and jobs.subject = t.id
                    and jobs.status in ('queued', 'running'))
    ${kind === "users" ? "" : "and not exists (select 1 from tombstones as owner where owner.id = row.user)"}`;

/** Sees to it that whatever is being deleted is deleted in the end, and forgets what was long ago. */
export async function sweepBurials(env: Env, nowMs: number): Promise<void> {
  const db = openDb(env.DB);
  const found = await env.DB.prepare(
    `${KINDS.map(unfinishedOf).join(" union all ")} limit ${AT_ONCE}`,
  ).all<Unfinished>();
  for (const { id, kind, user } of found.results) {
    const total = await countLeft(env, kind, id);
    await insertJob(db, { kind: DELETION_JOBS[kind], userId: user, subject: id, total }, nowMs);
  }
  if (found.results.length > 0) return;
  await env.DB.prepare("delete from tombstones where createdAt < ?1")
    .bind(isoTime(nowMs - KEPT_MS))
    .run();
}
