import type { JobRecord } from "../../../schema/tables/jobs.ts";
import { isoTime } from "../../clock.ts";
import type { Env } from "../../env.ts";
import { type Deletable, type Phase, planOf } from "./plan.ts";

/** Most rows of one statement of a deletion: a D1 call of a few milliseconds. Chosen. */
export const ROWS_AT_ONCE = 500;
/** Most phases of one D1 call: two statements each, of at most fifty (reliability §1.2). */
const PHASES_AT_ONCE = 24;
/** Where fewer rows than this name a row, all of them go in as few calls as hold the phases. */
export const FEW_ROWS = 200;

/** How many rows a deletion has to go through, those counted twice that it goes through twice. */
export async function countLeft(env: Env, kind: Deletable, id: string): Promise<number> {
  const counts = planOf(kind).map(({ left }) => `(select count(*) ${left})`);
  const found = await env.DB.prepare(`select ${counts.join(" + ")} as n`)
    .bind(id)
    .first<{ n: number }>();
  return found?.n ?? 0;
}

/** The first phase that has rows left, or null. One statement; every phase asks an index for one row. */
async function firstLeft(env: Env, phases: readonly Phase[], id: string): Promise<number | null> {
  const cases = phases.map(({ left }, at) => `when exists (select 1 ${left}) then ${at}`);
  const found = await env.DB.prepare(`select case ${cases.join(" ")} end as at`)
    .bind(id)
    .first<{ at: number | null }>();
  return found?.at ?? null;
}

/**
 * Does the next piece of a deletion: at most ROWS_AT_ONCE rows, or everything up to the next effect where few are left.
 * Counts what it did in the same transaction.
 * @returns The table it worked on, or null where nothing is left.
 */
export async function clearNext(env: Env, kind: Deletable, job: JobRecord, nowMs: number): Promise<string | null> {
  const id = job.subject ?? "";
  const phases = planOf(kind);
  const at = await firstLeft(env, phases, id);
  const phase = at === null ? undefined : phases[at];
  if (at === null || phase === undefined) return null;
  if (phase.effect !== null) await runEffect(env, phase, id, job.id, nowMs);
  else if (job.total > FEW_ROWS) await runWrites(env, [phase], { id, jobId: job.id, limit: ROWS_AT_ONCE });
  else await runWrites(env, upToEffect(phases.slice(at)), { id, jobId: job.id, limit: NO_LIMIT });
  return phase.name;
}

/** Phases that may go together: none of them waits for something outside D1. */
function upToEffect(phases: readonly Phase[]): readonly Phase[] {
  const end = phases.findIndex(({ effect }) => effect !== null);
  return phases.slice(0, Math.min(end < 0 ? phases.length : end, PHASES_AT_ONCE));
}

/** What SQLite takes for no limit. */
const NO_LIMIT = -1;

async function runWrites(
  env: Env,
  phases: readonly Phase[],
  { id, jobId, limit }: { readonly id: string; readonly jobId: string; readonly limit: number },
): Promise<void> {
  const count = env.DB.prepare("update jobs set done = done + changes() where id = ?1").bind(jobId);
  const writes = phases.flatMap(({ writes: each }) => each ?? []);
  await env.DB.batch(writes.flatMap((write) => [env.DB.prepare(write).bind(id, limit), count]));
}

async function runEffect(env: Env, { left, effect }: Phase, id: string, jobId: string, nowMs: number): Promise<void> {
  if (effect === null) return;
  const rows = await env.DB.prepare(`select ${effect.columns} ${left} limit ?2`)
    .bind(id, effect.atOnce)
    .all<Record<string, string>>();
  await effect.run(env, rows.results, isoTime(nowMs));
  await env.DB.prepare("update jobs set done = done + ?2 where id = ?1").bind(jobId, rows.results.length).run();
}
