import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive, ROOT } from "./bootstrap.mjs";

/**
 * The program file of an installed package, to be run with our own Node: the same on every platform, and without a
 * shell in between that would take the signals.
 *
 * @param name The program, where the package has several or one of another name.
 * @throws When the package does not have that program.
 */
export function toolPath(packageName: string, name = packageName): string {
  const folder = join(ROOT, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    bin: string | Record<string, string>;
  };
  const file = typeof bin === "string" ? bin : bin[name];
  if (file === undefined) throw new Error(`${packageName} has no program ${name}`);
  return join(folder, file);
}

/** How a tool ended. `code` is 1 where a signal ended it; `output` is what it said, both streams as they came. */
export type Ended = { code: number; output: string; seconds: number };

export type ToolOptions = {
  /** Added to our own environment. */
  env?: Record<string, string>;
  /** Let it write to our terminal (`output` is then empty) instead of keeping what it says. */
  show?: boolean;
  /** Ended by force after this long; never, unless given. */
  timeoutMs?: number;
  /** Where it runs; in the checkout, unless given. */
  cwd?: string;
};

/** Runs a Node program in the checkout to its end. Never throws for an exit code; that is an answer. */
export function runTool(program: string, args: readonly string[], options: ToolOptions = {}): Promise<Ended> {
  return runCommand(process.execPath, ["--disable-warning=ExperimentalWarning", program, ...args], options);
}

/** Some tools colour what they write into a file as soon as they see `CI`. */
const PLAIN = process.stdout.isTTY ? {} : { NO_COLOR: "1" };

/**
 * Runs any command to its end, in the checkout unless told otherwise.
 * @throws When there is no such command.
 */
export function runCommand(command: string, args: readonly string[], options: ToolOptions = {}): Promise<Ended> {
  const startMs = Date.now();
  const child = spawn(command, args, {
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, ...PLAIN, ...options.env },
    ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs, killSignal: "SIGKILL" }),
    stdio: options.show ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
  });
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => {
      done({ code: code ?? 1, output: Buffer.concat(chunks).toString(), seconds: (Date.now() - startMs) / 1000 });
    });
  });
}

/**
 * Ends a process and everything it started in its group: asks first, insists after `graceMs`.
 *
 * @param group Id of a process started with `detached`; on Windows, where there are no groups, of the process tree.
 * @param graceMs How long it may take to end by itself; 0 ends it at once.
 */
export async function endGroup(group: number, graceMs: number): Promise<void> {
  if (process.platform === "win32") {
    await runCommand("taskkill", ["/pid", String(group), "/t", "/f"]);
    return;
  }
  const deadline = Date.now() + graceMs;
  if (graceMs > 0) signalGroup(group, "SIGTERM");
  while (Date.now() < deadline && isAlive(-group)) await new Promise((go) => setTimeout(go, 50));
  signalGroup(group, "SIGKILL");
}

/** Sends a signal to a whole group; one that has ended already is fine. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  if (isAlive(-group)) process.kill(-group, signal);
}
