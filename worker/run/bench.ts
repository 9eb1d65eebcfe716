/**
 * `npm run bench`: the benchmarks of worker/bench, one after the other, so that none disturbs another. Each is a program
 * `<name>.bench.ts` that prints its own table and ratio. `npm run bench -- lore` runs only those whose name has "lore",
 * `npm run bench -- page-memory --minutes 30` one for longer. At the end all goals that were measured stand in one table,
 * and in `.output/bench.json`; `--keep` puts them into the README.
 */
import { readdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { MINUTES, ROUNDS } from "../bench/doses.ts";
import { figureCells, forgetReports, reported } from "../bench/figure.ts";
import { keepFigures } from "../bench/kept-figures.ts";
import { printTable } from "../bench/table.ts";
import { OUTPUT, Refusal, ROOT } from "./bootstrap.mjs";
import { runScript } from "./script.ts";
import { helpText, readOptions } from "./script-options.ts";
import { runTool } from "./tools.ts";

const FOLDER = join(ROOT, "worker", "bench");
const SUFFIX = ".bench.ts";
const NAMES = readdirSync(FOLDER)
  .filter((name) => name.endsWith(SUFFIX))
  .map((name) => name.slice(0, -SUFFIX.length))
  .sort();

const USE = {
  name: "bench",
  does: "Measures everything against the least that could do the same, on this machine in this run.",
  words: `Words choose benchmarks by a part of their name: ${NAMES.join(", ")}.`,
  numbers: {
    rounds: { is: "how often each is measured, in turns with what stands beside it", unless: ROUNDS },
    minutes: { is: "how long page-memory watches", unless: MINUTES },
  },
  switches: { keep: "puts the figures into the README, each in place of its last" },
} as const;

/** @throws Refusal for a word that is in no name. */
function chosenBenches(words: readonly string[]): string[] {
  const unknown = words.filter((word) => !NAMES.some((name) => name.includes(word)));
  if (unknown.length > 0) throw new Refusal(`No benchmark ${unknown.join(", ")}. There are: ${NAMES.join(", ")}.`);
  return NAMES.filter((name) => words.length === 0 || words.some((word) => name.includes(word)));
}

/** All goals of this run in one table and one file; into the README where that is asked for. */
function sumUp(keep: boolean): void {
  const figures = reported();
  if (figures.length === 0) return;
  printTable("── all goals of this run ──", figures.map(figureCells));
  const machine = `${cpus().length} cores`;
  const day = new Date().toISOString().slice(0, 10);
  const found = figures.map((figure) => ({ ...figure, day, machine }));
  writeFileSync(join(OUTPUT, "bench.json"), `${JSON.stringify({ figures: found }, null, 2)}\n`);
  if (keep) keepFigures(found);
}

async function measure(): Promise<number> {
  const given = readOptions(USE, process.argv.slice(2));
  if (given === null) {
    console.log(helpText(USE));
    return 0;
  }
  const { rounds, minutes } = given.numbers;
  let failed = 0;
  forgetReports();
  for (const name of chosenBenches(given.words)) {
    console.log(`\n── ${name} ──`);
    const args = [join(FOLDER, name + SUFFIX), ["--rounds", `${rounds}`, "--minutes", `${minutes}`]] as const;
    const { code } = await runTool(...args, { show: true });
    if (code !== 0) failed += 1;
  }
  sumUp(given.switches.has("keep"));
  return failed === 0 ? 0 : 1;
}

await runScript(measure);
