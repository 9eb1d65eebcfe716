import type { JobRecord } from "../../../schema/tables/jobs.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { type Deleter, deleteRow } from "../deletion/begin.ts";
import { readTome } from "./read-tomes.ts";

/**
 * Deletes a tome with its entries, their vectors and files, links and grants; rooms that kept their memories in it go on
 * without. The log of what its entries did stays.
 * @returns The job that clears the rest away, or null where nothing is left to do.
 * @throws AppError `not_found`, `forbidden`.
 */
export async function deleteTome(env: Env, id: string, deleter: Deleter): Promise<JobRecord | null> {
  await readTome(openDb(env.DB), id, deleter, "admin");
  return deleteRow(env, { kind: "knowledge_collections", id, ...deleter });
}
