/**
 * `npm run torture`: what `npm test` does in small doses, in long ones, and its scoreboard: each promise, how often it
 * was tried, how often it did not hold. Takes hours in full doses, and the machine to itself.
 *
 * `npm run torture -- --kills 300 --seeds 2000 --minutes 10` sets the doses (these are the defaults); words choose suites
 * by name: `npm run torture -- kills alarms --kills 30`. `--keep` puts the scoreboard into the README, `--mutations`
 * instead breaks one mechanism after the other and wants the test of each to go red.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runMutations } from "../torture/run-mutations.ts";
import { boardText, type Score, type Scoreboard, withBoard } from "../torture/scoreboard.ts";
import { type Dose, SERVER_SUITES, type SuiteResult } from "../torture/suites.ts";
import { OUTPUT, Refusal, ROOT } from "./bootstrap.mjs";
import { runScript } from "./script.ts";
import { countVitest, judge, readCounts } from "./test-counts.ts";
import { runTool, toolPath } from "./tools.ts";

interface Suite {
  readonly name: string;
  run(dose: Dose, folder: string): Promise<SuiteResult>;
}

/** A suite of tests in a long dose: each test that fails is one promise that did not hold. */
function vitestSuite(
  name: string,
  promise: string,
  args: readonly string[],
  doseOf: (dose: Dose) => { env: Record<string, string>; n?: number; of: string },
): Suite {
  return {
    name,
    run: async (dose, folder) => {
      const { env, n, of } = doseOf(dose);
      const report = join(folder, "report.json");
      const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
      const { code } = await runTool(toolPath("vitest"), ["run", ...args, ...reporters], { show: true, env });
      const counts = judge(readCounts(report, countVitest), code);
      const score = { promise, of, n: n ?? counts.passed + counts.failed, bad: counts.failed };
      return { scores: [score], details: counts.failed > 0 ? [`${name}: see above`] : [] };
    },
  };
}

const SUITES: readonly Suite[] = [
  ...SERVER_SUITES,
  vitestSuite(
    "fuzz",
    "every device ends byte-equal (P3)",
    ["--project", "unit", "worker/conversation/room.fuzz.test.ts"],
    ({ seeds }) => ({
      env: { FUZZ_SEEDS: String(seeds), FUZZ_TIMEOUT_MS: "7200000" },
      n: seeds,
      of: "random schedules",
    }),
  ),
  vitestSuite("hostile", "hostile bodies are refused", ["--project", "workers", "worker/http/hostile"], () => ({
    env: { BOTCAFE_DOSE: "10" },
    of: "tests of ten doses",
  })),
  vitestSuite(
    "lines that fail",
    "tabs and devices over lines that fail end equal (P3–P5)",
    ["--project", "unit", "worker/conversation/network.fuzz.test.ts"],
    () => ({ env: { BOTCAFE_DOSE: "100" }, n: 3_000, of: "random schedules" }),
  ),
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: "string", default: "300" },
    seeds: { type: "string", default: "2000" },
    minutes: { type: "string", default: "10" },
    keep: { type: "boolean", default: false },
    mutations: { type: "boolean", default: false },
  },
});

/** @throws Refusal for what is no positive number. */
function amount(name: "kills" | "seeds" | "minutes"): number {
  const n = Number(values[name]);
  if (!(n > 0)) throw new Refusal(`--${name} takes a number above 0.`);
  return n;
}

/** @throws Refusal for a word that is in no suite's name. */
function chosenSuites(): readonly Suite[] {
  const unknown = positionals.filter((word) => !SUITES.some(({ name }) => name.includes(word)));
  const names = SUITES.map(({ name }) => name).join(", ");
  if (unknown.length > 0) throw new Refusal(`No suite ${unknown.join(", ")}. There are: ${names}.`);
  return SUITES.filter(({ name }) => positionals.length === 0 || positionals.some((word) => name.includes(word)));
}

/** Writes the board beside its readers: a file for programs, a table for people. */
function keep(board: Scoreboard): void {
  writeFileSync(join(ROOT, "worker", "torture", "scoreboard.json"), `${JSON.stringify(board, null, 2)}\n`);
  const readme = join(ROOT, "README.md");
  writeFileSync(readme, withBoard(readFileSync(readme, "utf8"), board));
}

async function torture(): Promise<number> {
  if (values.mutations) return await runMutations(positionals);
  const dose = { kills: amount("kills"), seeds: amount("seeds"), minutes: amount("minutes") };
  const folder = join(OUTPUT, `torture-${process.pid}`);
  const scores: Score[] = [];
  const details: string[] = [];
  for (const suite of chosenSuites()) {
    console.log(`\n── ${suite.name} ──`);
    const own = join(folder, suite.name);
    mkdirSync(own, { recursive: true });
    const begun = Date.now();
    const result = await suite.run(dose, own);
    scores.push(...result.scores);
    details.push(...result.details);
    console.log(`  ${((Date.now() - begun) / 1_000).toFixed(0)} s`);
  }
  const machine = `${cpus().length} cores`;
  const board: Scoreboard = { day: new Date().toISOString().slice(0, 10), machine, scores };
  console.log(`\n${boardText(board)}`);
  if (values.keep) keep(board);
  if (details.length > 0) console.log(`\n${details.slice(0, 50).join("\n")}\nData and ledgers are in ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
  return scores.some(({ bad }) => bad > 0) ? 1 : 0;
}

await runScript(torture);
