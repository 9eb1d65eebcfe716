import { availableParallelism } from "node:os";
import { join } from "node:path";
import { runCommand } from "../run/tools.ts";
import { FAULT_PATCHES } from "./fault-build.ts";
import type { Mutation } from "./mutation.ts";
import { MUTATIONS } from "./mutations.ts";
import { patchedTree } from "./patched-tree.ts";

/** Longer than any of the tests takes on a busy machine; one that hangs is red too. */
const TIMEOUT_MS = 5 * 60_000;
/** A test of whole servers wants its core to itself; more than two were no quicker on two cores. */
const AT_ONCE = Math.min(2, availableParallelism());

/** `BROKEN` where no test ran at all: then nothing was noticed, something was only in the way. */
type Outcome = "red" | "ALIVE" | "BROKEN";

/**
 * Breaks one mechanism after the other in a copy of the sources and runs there the test that must notice, two at a time.
 * Prints a line each. @param words Only mutations whose name or promise has one of them. @returns The exit code: 1
 * where one lived.
 */
export async function runMutations(words: readonly string[]): Promise<number> {
  const chosen = MUTATIONS.filter(
    ({ name, promise }) => words.length === 0 || words.some((word) => name.includes(word) || promise === word),
  );
  const waiting = [...chosen];
  const others: string[] = [];
  let done = 0;
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const begun = Date.now();
      const { outcome, words: said } = await mutate(next);
      done += 1;
      const seconds = ((Date.now() - begun) / 1_000).toFixed(0);
      console.log(
        `${String(done).padStart(3)}/${chosen.length} ${outcome.padEnd(6)} ${next.promise.padEnd(4)} ${next.name} (${seconds} s)`,
      );
      if (outcome !== "red") others.push(`${outcome} ${next.name}\n${said.slice(-1_500)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (others.length > 0) console.log(`\n${others.join("\n\n")}`);
  console.log(`\n${chosen.length - others.length} of ${chosen.length} mutations turn their test red`);
  return others.length === 0 && chosen.length > 0 ? 0 : 1;
}

async function mutate({ name, patches, test }: Mutation): Promise<{ outcome: Outcome; words: string }> {
  const tree = patchedTree(name.replaceAll(/[^a-z0-9]+/g, "-"), patches);
  const args = ["run", "--root", tree, "--project", test.project, test.file];
  const chosen = test.title ? ["-t", test.title] : [];
  const begun = Date.now();
  const { code, output } = await runCommand(
    process.execPath,
    [join(tree, "node_modules/vitest/vitest.mjs"), ...args, ...chosen],
    { cwd: tree, timeoutMs: TIMEOUT_MS, env: { NO_COLOR: "1", ...test.env } },
  );
  const isHung = Date.now() - begun >= TIMEOUT_MS;
  if (code === 0) return { outcome: "ALIVE", words: output };
  return { outcome: isHung || /Tests\s+.*\d+ failed/.test(output) ? "red" : "BROKEN", words: output };
}

/** Every patch there is, for the check that they still fit the sources. */
export const ALL_PATCHES = [...FAULT_PATCHES, ...MUTATIONS.flatMap(({ patches }) => patches)];
