import { existsSync } from "node:fs";
import { join } from "node:path";
import { OUTPUT, Refusal, ROOT } from "./bootstrap.mjs";
import { fingerprint, isStamped, stamp } from "./fingerprint.ts";
import { runTool, toolPath } from "./tools.ts";

/** Where `npm start` serves the client from; also `assets.directory` of wrangler.toml. */
export const CLIENT_DIST = join(ROOT, "client", "dist");
const STAMP = join(OUTPUT, "client-dist.stamp");
const clientFingerprint = (): string => fingerprint(["client", "shared", "package-lock.json", ".tsconfig.base.json"]);

/** Is `client/dist` what the present sources give? */
export const isClientBuilt = (): boolean =>
  existsSync(join(CLIENT_DIST, "index.html")) && isStamped(STAMP, clientFingerprint());

/** Builds what `npm start` serves. The stamp is taken before, so an edit during the build is built next time. */
export async function buildClientForServing(): Promise<void> {
  const sources = clientFingerprint();
  await buildClient(CLIENT_DIST);
  stamp(STAMP, sources);
}

/**
 * Builds the client with vite.
 * @param outDir Absolute; emptied first.
 * @returns What vite said.
 * @throws Refusal with vite's words when the build fails.
 */
export async function buildClient(outDir: string): Promise<string> {
  const args = ["build", "client", "--config", "client/vite.config.ts", "--outDir", outDir, "--emptyOutDir"];
  const { code, output } = await runTool(toolPath("vite"), args);
  if (code !== 0) throw new Refusal(`The client did not build:\n${output}`);
  return output;
}
