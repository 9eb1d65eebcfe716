/**
 * The process that `startServer` starts: Miniflare on a built worker. It is told what to run by its first message,
 * answers with the address, and ends when told so or when whoever started it is gone.
 */
import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4MiniflareOptions } from "miniflare";
import type { WorkerBundle } from "./worker-bundle.ts";

/** First message to the child. */
export type ServerOrder = {
  bundle: WorkerBundle;
  /** Where the data is kept, absolute. */
  dir: string;
  port: number;
  /** Plain-text bindings beside those of wrangler.toml. */
  vars: Record<string, string>;
  /** Folder of static files in place of the one in wrangler.toml. */
  assets?: string;
};
/** Second message to the child. */
export type ServerStop = "stop";
/**
 * What the child says: first the address or why there is none. `runtime` is the process id of workerd; it comes again
 * each time Miniflare has started another one because the last had died.
 */
export type ServerAnswer = { url: string; runtime: number } | { runtime: number } | { failed: string };

/**
 * `resourcePersistencePath` is the one setting that keeps data: the converter drops the older ones without a word, and
 * then a restart begins empty and every recovery test passes for the wrong reason.
 */
function miniflareOptions({ bundle, dir, port, vars, assets }: ServerOrder): V4MiniflareOptions {
  const { assets: configured, bindings, ...workerOptions } = bundle.workerOptions;
  const folder = assets ?? (configured as { directory: string } | undefined)?.directory;
  return {
    host: "127.0.0.1",
    port,
    cf: false,
    log: new Log(LogLevel.WARN),
    telemetry: { enabled: false },
    resourcePersistencePath: dir,
    unsafeHandleRuntimeRestart: async () => answer({ runtime: await runtimeId() }),
    workers: [
      {
        name: "botcafe",
        ...workerOptions,
        ...(configured ? { assets: { ...configured, directory: folder ?? "" } } : {}),
        bindings: { ...(bindings as Record<string, string> | undefined), ...vars },
        modules: [{ type: "ESModule", path: bundle.script }],
        modulesRoot: dirname(bundle.script),
      },
    ],
  };
}

/** Same table as wrangler's, so that a folder can be opened by either. Through the binding: no second process. */
async function migrate(miniflare: Miniflare, migrations: WorkerBundle["migrations"]): Promise<void> {
  if (migrations.length === 0) return;
  const db = await miniflare.getD1Database("DB");
  const table =
    "id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP";
  await db.prepare(`CREATE TABLE IF NOT EXISTS d1_migrations (${table} NOT NULL)`).run();
  const { results } = await db.prepare("SELECT name FROM d1_migrations").all<{ name: string }>();
  const applied = new Set(results.map((row) => row.name));
  for (const { name, statements } of migrations.filter((migration) => !applied.has(migration.name))) {
    const note = db.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name);
    await db.batch([...statements.map((statement) => db.prepare(statement)), note]);
  }
}

/** The process that Miniflare has started for us and does not name. @throws Where there is none. */
async function runtimeId(): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,comm="]);
  const rows = stdout.split("\n").map((line) => line.trim().split(/\s+/));
  const row = rows.find(([, parent, name]) => Number(parent) === process.pid && name?.endsWith("workerd"));
  if (row === undefined) throw new Error("no runtime runs");
  return Number(row[0]);
}

const answer = (message: ServerAnswer): void => void process.send?.(message);

async function serve(order: ServerOrder): Promise<void> {
  try {
    const miniflare = new Miniflare(convertV4MiniflareOptions(miniflareOptions(order)));
    const url = await miniflare.ready;
    await migrate(miniflare, order.bundle.migrations);
    const end = () => void miniflare.dispose().finally(() => process.exit(0));
    process.on("message", end);
    process.on("disconnect", end);
    answer({ url: url.origin, runtime: await runtimeId() });
  } catch (error) {
    answer({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    process.exit(1);
  }
}

process.once("message", (order: ServerOrder) => void serve(order));
