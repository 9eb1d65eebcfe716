import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OUTPUT, Refusal, ROOT } from "./bootstrap.mjs";
import { CLIENT_DIST } from "./client-build.ts";
import { fingerprint } from "./fingerprint.ts";
import { runTool, toolPath } from "./tools.ts";
import { WRANGLER_ENV } from "./wrangler-env.ts";

/** A worker as it would be deployed, and what Miniflare has to know to run it. Plain data: it crosses processes. */
export type WorkerBundle = {
  /** The one module, absolute. */
  script: string;
  /** Bindings, compatibility date and flags, as wrangler reads them from wrangler.toml. */
  workerOptions: Record<string, unknown>;
  /** D1's migrations in order, each cut into single statements. */
  migrations: { name: string; statements: string[] }[];
};

const SOURCES = ["worker", "shared", "schema", "wrangler.toml", "package-lock.json"];
const CONFIG = join(ROOT, "wrangler.toml");
const BUNDLES = join(OUTPUT, "bundles");
/** No test runs on one bundle for longer; a server that is started again reads its bundle again. Chosen. */
const KEEP_MS = 2 * 60 * 60_000;
const MIGRATIONS = join(ROOT, "schema", "migrations");

/**
 * Bundles the worker of wrangler.toml, or returns the bundle that these sources gave before; 2 s, or some 20 ms.
 *
 * @param define Identifiers to replace by JavaScript expressions, as failpoints are switched on by.
 * @throws Refusal with wrangler's words when it does not bundle.
 */
export async function bundleWorker(define: Record<string, string> = {}): Promise<WorkerBundle> {
  const folder = join(BUNDLES, fingerprint(SOURCES, JSON.stringify(define)));
  const account = join(folder, "bundle.json");
  if (!existsSync(account)) await makeBundle(folder, define);
  return JSON.parse(readFileSync(account, "utf8")) as WorkerBundle;
}

/** Written elsewhere and renamed, so that nobody finds half a bundle. */
async function makeBundle(folder: string, define: Record<string, string>): Promise<void> {
  forgetOldBundles();
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  mkdirSync(CLIENT_DIST, { recursive: true }); // wrangler refuses to go on without the folder that it does not need here
  const defines = Object.entries(define).flatMap(([name, value]) => ["--define", `${name}:${value}`]);
  const args = ["deploy", "--dry-run", "--outdir", draft, ...defines];
  const ended = await runTool(toolPath("wrangler"), args, { env: WRANGLER_ENV });
  if (ended.code !== 0) {
    rmSync(draft, { recursive: true });
    throw new Refusal(`The worker did not bundle:\n${ended.output}`);
  }

  // Loaded late: half a second that a bundle made before does not cost.
  const { unstable_getMiniflareWorkerOptions: readOptions, unstable_splitSqlQuery: splitSql } = await import(
    "wrangler"
  );
  const { modulesRules: _rules, ...workerOptions } = readOptions(CONFIG).workerOptions;
  const migrations = readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => ({ name, statements: splitSql(readFileSync(join(MIGRATIONS, name), "utf8")) }));
  const bundle: WorkerBundle = { script: join(folder, "index.js"), workerOptions, migrations };
  writeFileSync(join(draft, "bundle.json"), JSON.stringify(bundle));
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(draft, { recursive: true }); // Another process was first; its bundle is the same.
  }
}

/** Every edit makes a new bundle of some megabytes. */
function forgetOldBundles(): void {
  if (!existsSync(BUNDLES)) return;
  for (const name of readdirSync(BUNDLES)) {
    const bundle = join(BUNDLES, name);
    if (Date.now() - statSync(bundle).mtimeMs > KEEP_MS) rmSync(bundle, { recursive: true, force: true });
  }
}
