import { Refusal, step } from "./bootstrap.mjs";
import type { Counts } from "./test-counts.ts";
import { runTool, toolPath } from "./tools.ts";

/** One thing that must hold for the sources as they stand, without running the product. */
type Check = { name: string; program: string; args: string[] };

const tsc = (name: string, project: string): Check => ({
  name,
  program: toolPath("typescript", "tsc"),
  args: ["-p", project],
});

const CHECKS: Check[] = [
  {
    name: "style (biome)",
    program: toolPath("@biomejs/biome", "biome"),
    args: ["ci", "--config-path=.biome.json", "--error-on-warnings", "--colors=off", "."],
  },
  tsc("types of the worker", "worker"),
  tsc("types of the client", "client"),
  tsc("types of the scripts", "worker/run"),
  { name: "nothing unused (knip)", program: toolPath("knip"), args: ["--config", ".knip.json", "--no-progress"] },
];

/** Who may import whom, and the other rules of the house; also part of the unit tests. */
const HOUSE_RULES: Check = {
  name: "house rules",
  program: toolPath("vitest"),
  args: ["run", "--project", "unit", "worker/run/house.node.test.ts"],
};

/** Runs the checks, all at once, and shows what the failed ones say. Each counts as one test. */
export async function runChecks(checks: readonly Check[] = CHECKS): Promise<Counts> {
  const ends = await Promise.allSettled(checks.map((check) => step(check.name, () => runCheck(check))));
  const failures = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
  for (const failure of failures) console.log(failure instanceof Refusal ? `\n${failure.message}` : failure);
  return { passed: checks.length - failures.length, failed: failures.length };
}

/** @throws Refusal with what the check complains of. */
async function runCheck({ name, program, args }: Check): Promise<void> {
  const { code, output } = await runTool(program, args);
  if (code !== 0) throw new Refusal(`✗ ${name}:\n${output.trim() || `ended with code ${code}`}`);
}

/** All of them, as `npm run check` means it. */
export const ALL_CHECKS: readonly Check[] = [...CHECKS, HOUSE_RULES];
