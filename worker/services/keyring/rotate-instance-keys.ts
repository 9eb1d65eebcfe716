import { apiKeys } from "../../../schema/tables/api-keys.ts";
import { openDb } from "../../db.ts";
import { type Env, settings } from "../../env.ts";
import { instanceKeyring } from "./instance-keyring.ts";
import { rotateKeys } from "./rotate-keys.ts";

/** Most keys of one run. Chosen: a second or two of work. */
const KEYS_A_RUN = 500;

/**
 * Brings people's keys to the current version of the deployment's, `KEYS_A_RUN` at a time. Where nobody keeps a key
 * there is nothing to do, and nothing is set up for it.
 */
export async function rotateInstanceKeys(env: Env, nowMs: number): Promise<void> {
  const db = openDb(env.DB);
  const isSetUp = settings(env).encryptionKeys !== null || settings(env).mode === "embedded";
  if (!isSetUp || (await db.select({ id: apiKeys.id }).from(apiKeys).limit(1).get()) === undefined) return;
  await rotateKeys(db, await instanceKeyring(env, nowMs), KEYS_A_RUN);
}
