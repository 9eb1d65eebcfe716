/** How long `npm start` takes until the page answers: from a fresh clone, and again. Goal: the second within 10 s. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../run/bootstrap.mjs";
import { freePort } from "../run/ports.ts";
import { median, printTable } from "./table.ts";

const WARM_STARTS = 3;
const LIMIT_MS = 180_000;

/** Seconds until /api/health answers; the server is ended again. */
async function start(folder: string): Promise<number> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: folder,
    detached: true,
    stdio: "ignore",
    env: { ...process.env, PORT: String(port) },
  });
  try {
    while (performance.now() - begun < LIMIT_MS) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null);
      if (answer?.ok) return (performance.now() - begun) / 1_000;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error("the server did not start");
  } finally {
    process.kill(-(child.pid ?? 0), "SIGINT");
    await new Promise((done) => child.once("exit", done));
  }
}

const folder = mkdtempSync(join(tmpdir(), "bench-start-"));
spawnSync("git", ["clone", "--quiet", ROOT, folder]);
const cold = await start(folder);
const warm: number[] = [];
for (let i = 0; i < WARM_STARTS; i++) warm.push(await start(folder));
printTable(`Start · npm start until the page answers (goal warm ≤ 10 s, N = 1 cold, ${WARM_STARTS} warm)`, [
  { start: "fresh clone", seconds: cold },
  { start: "again", seconds: median(warm) },
]);
rmSync(folder, { recursive: true, force: true });
process.exit(0);
