/** `npm run reset`: forgets everything the local server has stored. `-- --yes` does not ask. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { createInterface } from "node:readline/promises";
import { ROOT, STATE } from "./bootstrap.mjs";
import { demandNoOtherServer, endLeftOvers } from "./live-server.ts";
import { runScript } from "./script.ts";

async function isSure(question: string): Promise<boolean> {
  if (process.argv.includes("--yes")) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

async function reset(): Promise<number> {
  demandNoOtherServer();
  await endLeftOvers();
  if (!existsSync(STATE)) {
    console.log("There is nothing to remove: no server has stored anything here.");
    return 0;
  }
  const folder = relative(ROOT, STATE);
  if (!(await isSure(`Remove ${folder}, with every account, character and conversation of this folder's server?`))) {
    console.log("Nothing was removed.");
    return 1;
  }
  const names = readdirSync(STATE).map((name) => join(folder, name));
  rmSync(STATE, { recursive: true });
  console.log(`Removed ${names.join(", ")}. The next npm start begins anew.`);
  return 0;
}

await runScript(reset);
