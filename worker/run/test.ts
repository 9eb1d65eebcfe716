/**
 * `npm test`: everything, on ports, state and output of its own, so a running `npm start` does not notice. Its last line
 * is `N passed, N failed`. `npm test -- unit workers` runs only these steps.
 */
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isAlive, OUTPUT, Refusal } from "./bootstrap.mjs";
import { inLanes } from "./lanes.ts";
import { runScript } from "./script.ts";
import type { Counts } from "./test-counts.ts";
import { type Outcome, runStep, TEST_LANES, type TestStep } from "./test-steps.ts";

const PREFIX = "test-";

type Lane = readonly TestStep[];

/** The steps that were asked for, or all, in their lanes. @throws Refusal for one that there is not. */
function chosenLanes(names: readonly string[]): readonly Lane[] {
  const known = TEST_LANES.flat().map((step) => step.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Refusal(`No step ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
  const lanes = TEST_LANES.map((lane) => lane.filter((step) => names.length === 0 || names.includes(step.name)));
  return lanes.filter((lane) => lane.length > 0);
}

/** A folder for this run. Those of runs that have ended go now: until then they served to look into failures. */
function makeRunFolder(): string {
  mkdirSync(OUTPUT, { recursive: true });
  for (const name of readdirSync(OUTPUT).filter((entry) => entry.startsWith(PREFIX)))
    if (!isAlive(Number(name.slice(PREFIX.length)))) rmSync(join(OUTPUT, name), { recursive: true, force: true });
  const folder = join(OUTPUT, `${PREFIX}${process.pid}`);
  mkdirSync(folder);
  return folder;
}

type Row = Outcome & { name: string; seconds: number };

function showTable(rows: readonly Row[]): void {
  console.log("\nstep      passed  failed     time");
  for (const { name, passed, failed, seconds } of rows)
    console.log(
      `${name.padEnd(9)} ${String(passed).padStart(6)}  ${String(failed).padStart(6)}  ${seconds.toFixed(1).padStart(6)} s`,
    );
}

/** Every failure once more, just above the table: the words of the steps are long, and often only their end is kept. */
function showFailures(rows: readonly Row[]): void {
  for (const { name, failures } of rows)
    for (const { name: test, said, isPassedOnRetry } of failures)
      console.log(`\n${isPassedOnRetry ? "passed at the second try" : "FAILED"} (${name}): ${test}\n${said}`);
}

async function timed(step: TestStep, folder: string, isLive: boolean): Promise<Row> {
  const startMs = Date.now();
  const outcome = await runStep(step, folder, isLive);
  return { name: step.name, ...outcome, seconds: (Date.now() - startMs) / 1000 };
}

async function test(): Promise<number> {
  const lanes = chosenLanes(process.argv.slice(2));
  const folder = makeRunFolder();
  const startMs = Date.now();
  const rows = await inLanes(lanes, (step, lane) => timed(step, folder, lane === 0));
  showFailures(rows);
  showTable(rows);
  const sum = (key: keyof Counts) => rows.reduce((total, row) => total + row[key], 0);
  if (sum("failed") > 0) console.log(`\nReports and traces are in ${folder}`);
  console.log(`\nIn ${((Date.now() - startMs) / 60_000).toFixed(1)} min.`);
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") === 0 ? 0 : 1;
}

await runScript(test);
