/**
 * `npm run torture`: tests whose doses `npm test` keeps small, in their long doses: ten times the generated bodies for
 * every call that writes, of another seed each time. Minutes; before a release, and whenever the registry grows. The
 * figures are printed as they come, and at the end one line for each suite.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { OUTPUT } from "./bootstrap.mjs";
import { runScript } from "./script.ts";
import { type Counts, countVitest, judge, readCounts } from "./test-counts.ts";
import { runTool, toolPath } from "./tools.ts";

interface Suite {
  readonly name: string;
  /** What vitest is asked to run. */
  readonly args: readonly string[];
  /** Its dose. */
  readonly env: Readonly<Record<string, string>>;
}

const SUITES: readonly Suite[] = [
  {
    name: "hostile inputs, ten times",
    args: ["--project", "workers", "worker/http/hostile"],
    env: { BOTCAFE_DOSE: "10" },
  },
  {
    name: "tabs and devices over lines that fail, 3,000 seeds",
    args: ["--project", "unit", "worker/conversation/network.fuzz.test.ts"],
    env: { BOTCAFE_DOSE: "100" },
  },
];

/** Runs a suite, its words on the screen. @returns Its line of the scoreboard, and what it came to. */
async function runSuite({ name, args, env }: Suite, report: string): Promise<{ line: string; counts: Counts }> {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code, seconds } = await runTool(toolPath("vitest"), ["run", ...args, ...reporters], { show: true, env });
  const counts = judge(readCounts(report, countVitest), code);
  return { line: `${name}: ${counts.passed} passed, ${counts.failed} failed in ${seconds.toFixed(1)} s`, counts };
}

await runScript(async () => {
  const folder = join(OUTPUT, `torture-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const results = [];
  for (const [at, suite] of SUITES.entries()) results.push(await runSuite(suite, join(folder, `${at}.json`)));
  rmSync(folder, { recursive: true, force: true });
  console.log(`\n${results.map(({ line }) => line).join("\n")}`);
  return results.every(({ counts }) => counts.failed === 0) ? 0 : 1;
});
