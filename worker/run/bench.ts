/**
 * `npm run bench`: the benchmarks of worker/bench, one after the other, so that none disturbs another. Each is a program
 * `<name>.bench.ts` that prints its own table and ratio. `npm run bench -- lore` runs only those whose name has "lore";
 * what begins with `--`, and all after it, is handed on: `npm run bench -- page-memory --minutes 30`. At the end all
 * goals that were measured stand in one table, and in `.output/bench.json`; `--keep` puts them into the README.
 */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { figureCells, forgetReports, reported } from "../bench/figure.ts";
import { keepFigures } from "../bench/kept-figures.ts";
import { printTable } from "../bench/table.ts";
import { OUTPUT, Refusal, ROOT } from "./bootstrap.mjs";
import { runScript } from "./script.ts";
import { runTool } from "./tools.ts";

const FOLDER = join(ROOT, "worker", "bench");
const SUFFIX = ".bench.ts";
const KEEP = "--keep";

function chosenBenches(words: readonly string[]): string[] {
  const all = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith(SUFFIX)) : [];
  const chosen = all.filter((name) => words.length === 0 || words.some((word) => name.includes(word))).sort();
  if (chosen.length === 0) {
    const names = all.map((name) => name.slice(0, -SUFFIX.length)).join(", ");
    throw new Refusal(all.length === 0 ? "There are no benchmarks." : `None is named so. There are: ${names}.`);
  }
  return chosen;
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

await runScript(async () => {
  let failed = 0;
  const all = process.argv.slice(2);
  const args = all.filter((arg) => arg !== KEEP);
  const at = args.findIndex((arg) => arg.startsWith("--"));
  const words = at < 0 ? args : args.slice(0, at);
  forgetReports();
  for (const name of chosenBenches(words)) {
    console.log(`\n── ${name.slice(0, -SUFFIX.length)} ──`);
    const { code } = await runTool(join(FOLDER, name), args.slice(words.length), { show: true });
    if (code !== 0) failed += 1;
  }
  sumUp(all.includes(KEEP));
  return failed === 0 ? 0 : 1;
});
