import { existsSync } from "node:fs";
import { join } from "node:path";
import { Refusal, step } from "./bootstrap.mjs";
import { runChecks } from "./checks.ts";
import { demandChromium } from "./chromium.ts";
import { buildClient } from "./client-build.ts";
import { type Counts, countPlaywright, countVitest, judge, readCounts } from "./test-counts.ts";
import { runTool, toolPath } from "./tools.ts";

/** A part of `npm test`. `folder` is this run's own: reports, builds and states go there. */
export type TestStep = { name: string; run(folder: string): Promise<Counts> };

/** Longer than any step needs by far; a runner that hangs is ended and counts as failed. */
const STEP_TIMEOUT_MS = 10 * 60_000;

const clientIn = (folder: string): string => join(folder, "client");

const vitest = (project: string): TestStep => ({
  name: project,
  run: async (folder) => {
    const report = join(folder, `${project}.json`);
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const { code } = await runTool(toolPath("vitest"), ["run", "--project", project, ...reporters], {
      show: true,
      timeoutMs: STEP_TIMEOUT_MS,
      env: { BOTCAFE_OUTPUT: folder },
    });
    return judge(readCounts(report, countVitest), code);
  },
});

/** Builds the client as a person gets it; a first room that is too heavy does not build. */
const client: TestStep = {
  name: "client",
  run: async (folder) => {
    const output = await step("building the client", () => buildClient(clientIn(folder)));
    for (const line of output.split("\n").filter((said) => said.includes("first room")))
      console.log(`  ${line.trim()}`);
    return { passed: 1, failed: 0 };
  },
};

const PLAYWRIGHT_CONFIG = "client/e2e/playwright.config.ts";
const browser: TestStep = {
  name: "browser",
  run: async (folder) => {
    const chromium = await demandChromium();
    const outDir = clientIn(folder);
    if (!existsSync(outDir)) await step("building the client", () => buildClient(outDir));
    const report = join(folder, "browser.json");
    const args = ["test", "--config", PLAYWRIGHT_CONFIG, "--reporter=list,json", "--output", join(folder, "browser")];
    const { code } = await runTool(toolPath("@playwright/test", "playwright"), args, {
      show: true,
      timeoutMs: STEP_TIMEOUT_MS,
      env: {
        CHROMIUM_PATH: chromium,
        BOTCAFE_OUTPUT: folder,
        BOTCAFE_CLIENT: outDir,
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      },
    });
    return judge(readCounts(report, countPlaywright), code);
  },
};

/** In the order in which they are worth knowing: what is quick, and breaks most, comes first. */
export const TEST_STEPS: readonly TestStep[] = [
  { name: "check", run: () => runChecks() },
  vitest("unit"),
  vitest("workers"),
  client,
  vitest("process"),
  browser,
];

/**
 * Runs a step. One that cannot even run is one failure, and the next still gets its turn.
 */
export async function runStep({ name, run }: TestStep, folder: string): Promise<Counts> {
  console.log(`\n── ${name} ──`);
  try {
    return await run(folder);
  } catch (error) {
    console.log(error instanceof Refusal ? error.message : error);
    return { passed: 0, failed: 1 };
  }
}
