import { join } from "node:path";
import { inspect } from "node:util";
import { Refusal } from "./bootstrap.mjs";
import { runChecks } from "./checks.ts";
import { demandChromium } from "./chromium.ts";
import { buildClient } from "./client-build.ts";
import { type Counts, countPlaywright, countVitest, judge, readCounts } from "./test-counts.ts";
import { type Failure, playwrightFailures, readFailures, vitestFailures } from "./test-failures.ts";
import { runTool, toolPath } from "./tools.ts";

/** Where a step's words go: to the screen as they come, or, beside a step that is being watched, once it has ended. */
export type Voice = { isLive: boolean; say(text: string): void };

/** What a step came to; `failures` names what its report told of, and is empty where the runner wrote none. */
export type Outcome = Counts & { failures: Failure[] };

/** A part of `npm test`. `folder` is this run's own: reports, builds and states go there. */
export type TestStep = { name: string; run(folder: string, voice: Voice): Promise<Outcome> };

/** Longer than any step needs by far; a runner that hangs is ended and counts as failed. */
const STEP_TIMEOUT_MS = 15 * 60_000;

const clientIn = (folder: string): string => join(folder, "client");

const vitest = (name: string, projects: readonly string[] = [name]): TestStep => ({
  name,
  run: async (folder, voice) => {
    const report = join(folder, `${name}.json`);
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const { code, output } = await runTool(
      toolPath("vitest"),
      ["run", ...projects.map((project) => `--project=${project}`), ...reporters],
      {
        show: voice.isLive,
        timeoutMs: STEP_TIMEOUT_MS,
        env: { BOTCAFE_OUTPUT: folder },
      },
    );
    voice.say(output);
    return { ...judge(readCounts(report, countVitest), code), failures: readFailures(report, vitestFailures) };
  },
});

const builds = new Map<string, Promise<string>>();

/** The build of this run, made once: its own step and the browser's may come at the same time. @returns What it said. */
function builtClient(folder: string): Promise<string> {
  const build = builds.get(folder) ?? buildClient(clientIn(folder));
  builds.set(folder, build);
  return build;
}

/** Builds the client as a person gets it; a first room that is too heavy does not build. */
const client: TestStep = {
  name: "client",
  run: async (folder, voice) => {
    const output = await builtClient(folder);
    for (const line of output.split("\n").filter((said) => said.includes("first room"))) voice.say(`  ${line.trim()}`);
    return { passed: 1, failed: 0, failures: [] };
  },
};

const PLAYWRIGHT_CONFIG = "client/e2e/playwright.config.ts";
const browser: TestStep = {
  name: "browser",
  run: async (folder, voice) => {
    const chromium = await demandChromium();
    await builtClient(folder);
    const report = join(folder, "browser.json");
    const args = ["test", "--config", PLAYWRIGHT_CONFIG, "--reporter=list,json", "--output", join(folder, "browser")];
    const { code, output } = await runTool(toolPath("@playwright/test", "playwright"), args, {
      show: voice.isLive,
      timeoutMs: STEP_TIMEOUT_MS,
      env: {
        CHROMIUM_PATH: chromium,
        BOTCAFE_OUTPUT: folder,
        BOTCAFE_CLIENT: clientIn(folder),
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      },
    });
    voice.say(output);
    return { ...judge(readCounts(report, countPlaywright), code), failures: readFailures(report, playwrightFailures) };
  },
};

/**
 * Two lanes run side by side, since neither keeps two cores busy: one computes, the other mostly waits for servers and
 * pages. With workerd in a third it was slower: Chromium goes before everything else. Within a lane what is quick, and
 * breaks most, comes first. The lane that ends first takes the last step of the other, which therefore is one that can
 * run beside anything.
 */
export const TEST_LANES: readonly (readonly TestStep[])[] = [
  [
    { name: "check", run: async () => ({ ...(await runChecks()), failures: [] }) },
    vitest("unit", ["unit", "page"]),
    vitest("workers"),
  ],
  [client, browser, vitest("process")],
];

/**
 * Runs a step. One that cannot even run is one failure, and the next still gets its turn.
 * @param isLive Whether its words go to the screen as they come; otherwise they follow in one piece when it has ended.
 */
export async function runStep({ name, run }: TestStep, folder: string, isLive: boolean): Promise<Outcome> {
  const title = `\n── ${name} ──`;
  if (isLive) console.log(title);
  const said: string[] = isLive ? [] : [title];
  const say = (text: string): void => void (isLive ? text && console.log(text) : said.push(text));
  const outcome = await run(folder, { isLive, say }).catch((error: unknown) => {
    say(error instanceof Refusal ? error.message : inspect(error));
    return { passed: 0, failed: 1, failures: [] };
  });
  if (!isLive) console.log(said.join("\n"));
  return outcome;
}
