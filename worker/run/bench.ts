/**
 * `npm run bench`: the benchmarks of worker/bench, one after the other, so that none disturbs another. Each is a program
 * `<name>.bench.ts` that prints its own table and ratio. `npm run bench -- lore` runs only those whose name has "lore";
 * what begins with `--`, and all after it, is handed on: `npm run bench -- page-memory --minutes 30`.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Refusal, ROOT } from "./bootstrap.mjs";
import { runScript } from "./script.ts";
import { runTool } from "./tools.ts";

const FOLDER = join(ROOT, "worker", "bench");
const SUFFIX = ".bench.ts";

function chosenBenches(words: readonly string[]): string[] {
  const all = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith(SUFFIX)) : [];
  const chosen = all.filter((name) => words.length === 0 || words.some((word) => name.includes(word))).sort();
  if (chosen.length === 0) {
    const names = all.map((name) => name.slice(0, -SUFFIX.length)).join(", ");
    throw new Refusal(all.length === 0 ? "There are no benchmarks." : `None is named so. There are: ${names}.`);
  }
  return chosen;
}

await runScript(async () => {
  let failed = 0;
  const args = process.argv.slice(2);
  const at = args.findIndex((arg) => arg.startsWith("--"));
  const words = at < 0 ? args : args.slice(0, at);
  for (const name of chosenBenches(words)) {
    console.log(`\n── ${name.slice(0, -SUFFIX.length)} ──`);
    const { code } = await runTool(join(FOLDER, name), args.slice(words.length), { show: true });
    if (code !== 0) failed += 1;
  }
  return failed === 0 ? 0 : 1;
});
