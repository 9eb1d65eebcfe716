import type { JobRecord } from "../../../schema/tables/jobs.ts";
import type { Env } from "../../env.ts";
import { LEASE_MS } from "../jobs/lease.ts";
import { runJob } from "../jobs/run-jobs.ts";

/** What is thrown where the process would have died: from then on nothing reaches D1. */
export class Death extends Error {}

/**
 * An environment whose D1 works for `calls` calls and then for none: the last one is carried out and its answer lost, as
 * when a process dies between the two.
 */
export function mortalEnv(env: Env, calls: number): Env {
  let left = calls;
  const die = async <T>(work: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left < 0) throw new Death("dead");
    const answer = await work();
    if (left === 0) throw new Death("dies");
    return answer;
  };
  const mortalStatement = (statement: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(statement, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => mortalStatement(target.bind(...values));
        if (name === "first" || name === "run" || name === "all" || name === "raw")
          return (...given: unknown[]) =>
            die(() => (target[name] as (...args: unknown[]) => Promise<unknown>).apply(target, given));
        if (name === "whole") return target;
        return Reflect.get(target, name);
      },
    });
  const whole = (statement: D1PreparedStatement): D1PreparedStatement =>
    (statement as unknown as { whole?: D1PreparedStatement }).whole ?? statement;
  const db = new Proxy(env.DB, {
    get(target, name) {
      if (name === "prepare") return (query: string) => mortalStatement(target.prepare(query));
      if (name === "batch")
        return (statements: D1PreparedStatement[]) => die(() => target.batch(statements.map(whole)));
      return Reflect.get(target, name);
    },
  });
  return { ...env, DB: db };
}

/**
 * Runs a job to its end through `lives` runners that die, each after a few more calls of D1 than one before.
 * @param between What is asked while most of the job is still to do.
 * @returns How many died.
 */
export async function runThroughDeaths(
  env: Env,
  job: Pick<JobRecord, "id">,
  lives: number,
  between: () => Promise<void>,
): Promise<number> {
  let nowMs = Date.now();
  let deaths = 0;
  for (let life = 0; life < lives; life += 1) {
    try {
      await runJob(mortalEnv(env, 1 + ((life * 7) % 11)), job.id, { clock: () => nowMs });
    } catch (error) {
      if (!(error instanceof Death) && !(error instanceof Error && error.cause instanceof Death)) throw error;
      deaths += 1;
    }
    if (life === 1) await between();
    nowMs += LEASE_MS + 1;
  }
  await runJob(env, job.id, { clock: () => nowMs });
  return deaths;
}
