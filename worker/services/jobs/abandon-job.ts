import type { JobRecord } from "../../../schema/tables/jobs.ts";
import type { Env } from "../../env.ts";
import { log } from "../../log.ts";
import type { JobKind } from "./job-kind.ts";

/** Clears away what a job that will not go on has made so far. What cannot be reached now is left to the sweeps. */
export async function abandonJob(env: Env, kind: JobKind | null, job: JobRecord): Promise<void> {
  try {
    await kind?.abandon?.(env, job);
  } catch (error) {
    log.error("job.left_things", error, { kind: job.kind });
  }
}
