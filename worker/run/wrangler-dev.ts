import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal, ROOT, STATE } from "./bootstrap.mjs";
import { LOCAL_STATE } from "./local-database.ts";
import { type Address, toEnvFile } from "./settings.ts";
import { endGroup, toolPath } from "./tools.ts";
import { WRANGLER_ENV } from "./wrangler-env.ts";

/** What wrangler and the worker say. Written anew by each start. */
export const LOG_FILE = join(STATE, "server.log");
const ENV_FILE = join(STATE, "server.env");
/** The user's own settings file, as wrangler reads it; the environment goes before it. */
const DEV_VARS = join(ROOT, ".dev.vars");
/** As the cron in wrangler.toml; wrangler dev runs none by itself. */
const CRON_EVERY_MS = 10 * 60_000;
/** Bundling and starting take 3 s here; chosen generously, for a machine that swaps. */
const START_TIMEOUT_MS = 90_000;
const POLL_MS = 50;
/** workerd flushes SQLite within this; chosen. */
const STOP_GRACE_MS = 5000;

/** A running `wrangler dev`. */
export type WranglerDev = {
  /** Its process group. */
  group: number;
  /** Settles when it has ended by itself, with the code. */
  ended: Promise<number>;
  stop(): Promise<void>;
};

/**
 * Starts the worker of wrangler.toml as `wrangler dev`, in a process group of its own, so that Ctrl-C reaches it only
 * through us.
 */
export function startWranglerDev(address: Address, settings: Record<string, string>): WranglerDev {
  mkdirSync(STATE, { recursive: true });
  rmSync(ENV_FILE, { force: true });
  writeFileSync(ENV_FILE, toEnvFile(settings), { mode: 0o600 });
  const envFiles = [...(existsSync(DEV_VARS) ? [DEV_VARS] : []), ENV_FILE].flatMap((file) => ["--env-file", file]);
  const log = openSync(LOG_FILE, "w");
  const child = spawn(
    process.execPath,
    [
      ...[toolPath("wrangler"), "dev", "--local", "--persist-to", LOCAL_STATE, "--inspector-port", "0"],
      ...["--ip", address.host, "--port", String(address.port), ...envFiles],
    ],
    { cwd: ROOT, env: { ...process.env, ...WRANGLER_ENV }, stdio: ["ignore", log, log], detached: true },
  );
  closeSync(log);
  const group = child.pid;
  if (group === undefined) throw new Error("wrangler could not be started");
  return {
    group,
    ended: new Promise((done) => child.on("close", (code) => done(code ?? 1))),
    stop: async () => {
      await endGroup(group, STOP_GRACE_MS);
      rmSync(ENV_FILE, { force: true });
    },
  };
}

/**
 * Waits until the worker says it is well. The first request also makes it fill an empty database, so when this
 * returns, a page shows something.
 *
 * @throws Refusal with the end of the log when it ends or stays silent.
 */
export async function untilHealthy(url: string, server: WranglerDev): Promise<void> {
  let ended = false;
  void server.ended.then(() => {
    ended = true;
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  let answer = "nothing";
  while (!ended && Date.now() < deadline) {
    answer = await askHealth(url);
    if (answer === "ok") return;
    await new Promise((go) => setTimeout(go, POLL_MS));
  }
  throw new Refusal(`The server did not start (${url}/api/health answered: ${answer}). ${logTail()}`);
}

/** How the server says it is: "ok", a status with its text, or what the network said. */
export const askHealth = (url: string): Promise<string> => ask(`${url}/api/health`);

async function ask(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
    const text = await response.text();
    return response.ok ? "ok" : `${response.status} ${text.slice(0, 500)}`;
  } catch (error) {
    return error instanceof Error ? String(error.cause ?? error.message) : String(error);
  }
}

/** The end of the server's log, for a message about its failure. */
export const logTail = (): string => {
  const lines = existsSync(LOG_FILE) ? readFileSync(LOG_FILE, "utf8").trimEnd().split("\n") : [];
  return `The last lines of ${LOG_FILE}:\n${lines.slice(-40).join("\n")}`;
};

/** Runs the worker's scheduled jobs as often as Cloudflare would, for as long as this process lives. */
export function runCrons(url: string): void {
  // A tick that the worker misses is made up for by the next.
  const tick = () => void ask(`${url}/cdn-cgi/local/scheduled`);
  setInterval(tick, CRON_EVERY_MS).unref();
}
