import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { FAULT_PATCHES } from "./fault-build.ts";
import { MUTATIONS, type Mutation } from "./mutations.ts";
import { patchedTree } from "./patched-tree.ts";

/** Longer than any of the tests takes on a busy machine; one that hangs is red too. */
const TIMEOUT_MS = 5 * 60_000;

/**
 * Breaks one mechanism after the other in a copy of the sources and runs there the test that must notice. Prints a line
 * each. @param words Only mutations whose name or promise has one of them. @returns The exit code: 1 where one lived.
 */
export async function runMutations(words: readonly string[]): Promise<number> {
  const chosen = MUTATIONS.filter(
    ({ name, promise }) => words.length === 0 || words.some((word) => name.includes(word) || promise === word),
  );
  let killed = 0;
  for (const mutation of chosen) {
    const begun = Date.now();
    const outcome = mutate(mutation);
    if (outcome === "red") killed += 1;
    const seconds = ((Date.now() - begun) / 1_000).toFixed(1);
    console.log(`${outcome.padEnd(8)} ${mutation.promise.padEnd(4)} ${mutation.name} (${seconds} s)`);
  }
  console.log(`\n${killed} of ${chosen.length} mutations were noticed`);
  return killed === chosen.length && killed > 0 ? 0 : 1;
}

type Outcome = "red" | "ALIVE" | "BROKEN";

/** `BROKEN` where no test ran at all: then nothing was noticed, something was only in the way. */
function mutate({ name, patches, test }: Mutation): Outcome {
  const tree = patchedTree(name.replaceAll(/[^a-z0-9]+/g, "-"), patches);
  const args = ["run", "--project", test.project, test.file, ...(test.title ? ["-t", test.title] : [])];
  const { status, stdout } = spawnSync(process.execPath, [join(tree, "node_modules/vitest/vitest.mjs"), ...args], {
    cwd: tree,
    encoding: "utf8",
    timeout: TIMEOUT_MS,
    env: { ...process.env, NO_COLOR: "1", ...test.env },
  });
  if (status === 0) return "ALIVE";
  const ran = /Tests\s+.*\d+ failed/.test(stdout) || status === null;
  return ran ? "red" : "BROKEN";
}

/** Every patch there is, for the check that they still fit the sources. */
export const ALL_PATCHES = [...FAULT_PATCHES, ...MUTATIONS.flatMap(({ patches }) => patches)];
