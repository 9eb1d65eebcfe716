import { join } from "node:path";
import { Refusal, STATE } from "./bootstrap.mjs";
import { fingerprint, isStamped, stamp } from "./fingerprint.ts";
import { runTool, toolPath } from "./tools.ts";
import { WRANGLER_ENV } from "./wrangler-env.ts";

/** Where wrangler and the vite plugin keep D1, R2 and the objects; both put a folder `v3` into it. */
export const LOCAL_STATE = join(STATE, "local");
const STAMP = join(LOCAL_STATE, "migrations.stamp");
const migrationsFingerprint = (): string => fingerprint(["schema/migrations", "wrangler.toml"]);

/** Has the local D1 all migrations there are? Asks the stamp, not the database: 2 s of every start saved. */
export const isDatabaseMigrated = (): boolean => isStamped(STAMP, migrationsFingerprint());

/**
 * Applies the migrations that the local D1 does not have.
 * @throws Refusal with wrangler's words when one fails; that one is rolled back.
 */
export async function migrateDatabase(): Promise<void> {
  const wanted = migrationsFingerprint();
  const args = ["d1", "migrations", "apply", "DB", "--local", "--persist-to", LOCAL_STATE];
  const ended = await runTool(toolPath("wrangler"), args, { env: { ...WRANGLER_ENV, CI: "true" } });
  if (ended.code !== 0) throw new Refusal(`The database could not be migrated:\n${ended.output}`);
  stamp(STAMP, wanted);
}
