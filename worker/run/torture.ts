/**
 * `npm run torture`: what `npm test` does in small doses, in long ones, and its scoreboard: each promise, how often it
 * was tried, how often it did not hold. In full doses half an hour of two cores that do nothing else.
 *
 * `npm run torture -- --kills 300 --seeds 2000 --minutes 10` sets the doses (these are the defaults); words choose suites
 * by name: `npm run torture -- kills alarms --kills 30`. `--keep` puts each suite's scores into the README as soon as it
 * has come to its end, in place of its last ones; `--resume` leaves out what is kept there of this commit and dose with
 * nothing bad. `--mutations` instead breaks one mechanism after the other and wants the test of each to go red.
 */
import { readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Suite } from "../torture/dose.ts";
import { runMutations } from "../torture/run-mutations.ts";
import { runSuites } from "../torture/run-suites.ts";
import { boardText, type Scoreboard, type SuiteRun, withBoard, withRun } from "../torture/scoreboard.ts";
import { SERVER_SUITES } from "../torture/server-suites.ts";
import { VITEST_SUITES } from "../torture/vitest-suites.ts";
import { OUTPUT, Refusal, ROOT } from "./bootstrap.mjs";
import { runScript } from "./script.ts";
import { helpText, readOptions } from "./script-options.ts";
import { runCommand } from "./tools.ts";

const SUITES: readonly Suite[] = [...SERVER_SUITES, ...VITEST_SUITES];
const NAMES = SUITES.map(({ name }) => name);
const BOARD = join(ROOT, "worker", "torture", "scoreboard.json");
const README = join(ROOT, "README.md");
/** What a run's figures are of: with any of it changed they are not of the commit. */
const SOURCES = ["worker", "shared", "schema", "wrangler.toml", "package-lock.json"];
const SHOWN_DETAILS = 50;

const USE = {
  name: "torture",
  does: "What npm test does in small doses, in long ones: half an hour of two idle cores. Prints a scoreboard.",
  words: `Words choose suites by a part of their name: ${NAMES.join(", ")}.\nWith --mutations they choose mutations, by a part of their name or their promise.`,
  numbers: {
    kills: { is: "how often servers are killed, and what is counted by it", unless: 300 },
    seeds: { is: "how many random schedules are played", unless: 2_000 },
    minutes: { is: "how long D1 is out", unless: 10 },
  },
  switches: {
    keep: "puts each suite's scores into the README as soon as it has come to its end",
    resume: "leaves out what is kept of this commit and dose with nothing bad",
    mutations: "instead breaks one mechanism after the other, and wants the test of each to go red",
  },
} as const;

/** @throws Refusal for a word that is in no suite's name. */
function chosenSuites(words: readonly string[]): readonly Suite[] {
  const unknown = words.filter((word) => !NAMES.some((name) => name.includes(word)));
  if (unknown.length > 0) throw new Refusal(`No suite ${unknown.join(", ")}. There are: ${NAMES.join(", ")}.`);
  return SUITES.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
}

const readBoard = (): Scoreboard => JSON.parse(readFileSync(BOARD, "utf8")) as Scoreboard;

/** Puts a suite's run in the place of its last: a file for programs, a table for people. */
function keep(run: SuiteRun): void {
  const board = withRun(readBoard(), run, NAMES);
  writeFileSync(BOARD, `${JSON.stringify(board, null, 2)}\n`);
  writeFileSync(README, withBoard(readFileSync(README, "utf8"), board));
}

/** The commit that is run, with `+` where sources differ from it; empty where there is no repository. */
async function commitOf(): Promise<string> {
  const git = async (...args: string[]) =>
    await runCommand("git", args).catch(() => ({ code: 1, output: "", seconds: 0 }));
  const head = await git("rev-parse", "--short=9", "HEAD");
  if (head.code !== 0) return "";
  const kept = `:!${BOARD.slice(ROOT.length + 1)}`;
  const changed = await git("status", "--porcelain", "--", ...SOURCES, kept);
  return head.output.trim() + (changed.output.trim() === "" ? "" : "+");
}

async function torture(): Promise<number> {
  const given = readOptions(USE, process.argv.slice(2));
  if (given === null) {
    console.log(helpText(USE));
    return 0;
  }
  const { words, switches } = given;
  if (switches.has("mutations")) return await runMutations(words);
  const { kills, seeds, minutes } = given.numbers;
  const dose = { kills, seeds, minutes };
  const commit = await commitOf();
  const isDone = (suite: Suite) =>
    readBoard().runs.some(
      (run) =>
        run.suite === suite.name &&
        run.commit === commit &&
        run.dose === suite.doseInWords(dose) &&
        run.scores.every(({ bad }) => bad === 0),
    );
  const suites = chosenSuites(words).filter((suite) => !(switches.has("resume") && isDone(suite)));
  if (suites.length === 0) throw new Refusal("All of that is kept already, of this commit and dose.");
  const folder = join(OUTPUT, `torture-${process.pid}`);
  const ended = (run: SuiteRun) => {
    if (switches.has("keep")) keep(run);
  };
  const { runs, details } = await runSuites(suites, { dose, folder, commit, ended });
  console.log(`\n${boardText(runs)}`);
  if (details.length > 0) console.log(`\n${details.slice(0, SHOWN_DETAILS).join("\n")}`);
  else rmdirSync(folder);
  return runs.some(({ scores }) => scores.some(({ bad }) => bad > 0)) ? 1 : 0;
}

await runScript(torture);
