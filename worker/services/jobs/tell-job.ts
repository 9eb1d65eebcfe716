import { eq } from "drizzle-orm";
import { jobs } from "../../../schema/tables/jobs.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { tellUser } from "../users/tell-user.ts";
import { toJobRow } from "./read-jobs.ts";

/** Least time between two tellings of a job that goes on, milliseconds: a bar need not move more often. Chosen. */
export const TELL_EVERY_MS = 500;

/** Tells the object of a job's person how far it is. A job that is gone is told to nobody. */
export async function tellJob(env: Env, id: string): Promise<void> {
  const job = await openDb(env.DB).select().from(jobs).where(eq(jobs.id, id)).get();
  if (job) await tellUser(env, job.user, { kind: "job", job: toJobRow(job) });
}
