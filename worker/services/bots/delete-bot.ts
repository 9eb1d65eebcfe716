import type { JobRecord } from "../../../schema/tables/jobs.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { type Deleter, type Deletion, deleteRow } from "../deletion/begin.ts";
import { readBot } from "./read-bots.ts";

/**
 * Deletes a bot. Rooms keep what it said under its name; there it does not answer any more. What people remember of it
 * stays theirs.
 * @returns The job that clears the rest away, or null where nothing is left to do.
 * @throws AppError `not_found`, `forbidden`.
 */
export async function deleteBot(
  env: Env,
  id: string,
  deleter: Deleter & Pick<Deletion, "undo">,
): Promise<JobRecord | null> {
  await readBot(openDb(env.DB), id, deleter, "admin");
  return deleteRow(env, { kind: "bots", id, ...deleter });
}
