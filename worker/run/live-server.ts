import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LiveServer, liveServer, Refusal, ROOT, STATE } from "./bootstrap.mjs";
import { endGroup, runCommand } from "./tools.ts";

const FILE = join(STATE, "server.json");

/**
 * One server a checkout: two on one database folder would each take it for their own.
 * @throws Refusal that says where the other is.
 */
export function demandNoOtherServer(): void {
  const other = liveServer();
  if (other)
    throw new Refusal(
      `BotCafe of this folder already runs at ${other.url}. Stop it with Ctrl-C in its window, or: kill ${other.pid}`,
    );
}

/** Ends what a server left behind whose launcher was killed. Does nothing in the usual case. */
export async function endLeftOvers(): Promise<void> {
  if (!existsSync(FILE)) return;
  const { group } = JSON.parse(readFileSync(FILE, "utf8")) as LiveServer;
  if (await isOurs(group)) await endGroup(group, 2000);
  rmSync(FILE, { force: true });
}

/** Does this process group run programs of this checkout? Ids are given out again, so the number alone says nothing. */
async function isOurs(group: number): Promise<boolean> {
  try {
    const { output } = await runCommand("ps", ["-eo", "pgid=,command="]);
    return output.split("\n").some((line) => line.trim().startsWith(`${group} `) && line.includes(ROOT));
  } catch {
    return false; // No `ps` here. The port will tell.
  }
}

/** Tells other scripts of this checkout that a server runs, until this process ends. */
export function announceServer(group: number, url: string): void {
  mkdirSync(STATE, { recursive: true });
  writeFileSync(FILE, JSON.stringify({ pid: process.pid, group, url } satisfies LiveServer));
  // On exit and not when our own stop is through: tools we run inside this process have signal handlers that exit.
  process.once("exit", () => rmSync(FILE, { force: true }));
}
