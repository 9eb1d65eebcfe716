import { nowMs } from "./clock.ts";
import { openDb } from "./db.ts";
import type { Env } from "./env.ts";
import { log } from "./log.ts";
import { sweepBurials } from "./services/deletion/sweep-burials.ts";
import { sweepArchives } from "./services/export/start-export.ts";
import { sweepGuests } from "./services/guests/sweep-guests.ts";
import { sweepAnswers } from "./services/idempotency/kept-answers.ts";
import { runDueJobs } from "./services/jobs/run-jobs.ts";
import { rotateInstanceKeys } from "./services/keyring/rotate-instance-keys.ts";
import { sweepUploads } from "./services/media/sweep-uploads.ts";
import { sweepRateWindows } from "./services/rate-windows/count-call.ts";
import { sweepSessions } from "./services/session/sweep.ts";

/** Work of one regular call. */
type Chore = (env: Env, now: number) => Promise<unknown>;

/** In this order: sweeps make jobs, which then run. Each bounded by itself. */
const CHORES: Readonly<Record<string, Chore>> = {
  sessions: (env, now) => sweepSessions(openDb(env.DB), now),
  answers: (env, now) => sweepAnswers(openDb(env.DB), now),
  rate_windows: (env, now) => sweepRateWindows(openDb(env.DB), now),
  guests: sweepGuests,
  archives: sweepArchives,
  burials: sweepBurials,
  uploads: sweepUploads,
  encryption_keys: rotateInstanceKeys,
  jobs: (env) => runDueJobs(env),
};

/** What the deployment does every ten minutes (wrangler.toml). A chore that fails does not keep the others. */
export async function doChores(env: Env, now = nowMs()): Promise<void> {
  for (const [name, chore] of Object.entries(CHORES)) {
    try {
      await chore(env, now);
    } catch (error) {
      log.error("scheduled.failed", error, { kind: name });
    }
  }
}
