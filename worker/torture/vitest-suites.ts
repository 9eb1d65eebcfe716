import { join } from "node:path";
import { countVitest, judge, readCounts } from "../run/test-counts.ts";
import { runTool, toolPath } from "../run/tools.ts";
import type { Dose, Suite } from "./dose.ts";

/** A suite of tests in a long dose. */
interface LongTests {
  readonly name: string;
  readonly promise: string;
  /** What one trial is. */
  readonly of: string;
  readonly args: readonly string[];
  doseInWords(dose: Dose): string;
  /** The dose in parts, each a run of its own, so that progress is seen and a failure says where it was. */
  parts(dose: Dose): readonly Part[];
  readonly secondsEach: number;
}

interface Part {
  /** What of the dose it is, for whoever plays it again. */
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  /** Trials, where they are not tests. */
  readonly n?: number;
}

/** Last lines of a failed part that are shown. */
const SHOWN_LINES = 40;

function longTests({ name, promise, of, args, doseInWords, parts, secondsEach }: LongTests): Suite {
  return {
    name,
    doseInWords,
    seconds: (dose) => parts(dose).length * secondsEach,
    async run({ dose, folder, progress }) {
      const details: string[] = [];
      let [n, bad] = [0, 0];
      const all = parts(dose);
      for (const [at, part] of all.entries()) {
        const report = join(folder, `report-${at}.json`);
        const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
        const ended = await runTool(toolPath("vitest"), ["run", ...args, ...reporters], { env: { ...part.env } });
        const counts = judge(readCounts(report, countVitest), ended.code);
        n += part.n ?? counts.passed + counts.failed;
        bad += counts.failed;
        if (counts.failed > 0)
          details.push(`${name}, ${part.name}:\n${ended.output.split("\n").slice(-SHOWN_LINES).join("\n")}`);
        progress((at + 1) / all.length);
      }
      return { scores: [{ promise, of, n, bad }], details };
    },
  };
}

const SEEDS_PER_PART = 250;
/** No schedule is cut short because the machine is busy. */
const FUZZ_TIMEOUT_MS = "7200000";

/** Seeds 1 to `seeds`, so many at a time. */
function seedParts(seeds: number): Part[] {
  return Array.from({ length: Math.ceil(seeds / SEEDS_PER_PART) }, (_, at) => {
    const from = at * SEEDS_PER_PART + 1;
    const n = Math.min(SEEDS_PER_PART, seeds - from + 1);
    const env = { FUZZ_FROM: String(from), FUZZ_SEEDS: String(n), FUZZ_TIMEOUT_MS };
    return { name: `seeds ${from}–${from + n - 1}`, n, env };
  });
}

/** Schedules of lines that fail for each seed asked for: 2,000 seeds go with 3,000 of them. */
const LINES_PER_SEED = 1.5;

export const VITEST_SUITES: readonly Suite[] = [
  longTests({
    name: "fuzz",
    promise: "every device ends byte-equal (P3)",
    of: "random schedules",
    args: ["--project", "unit", "worker/conversation/room.fuzz.test.ts"],
    doseInWords: ({ seeds }) => `${seeds} seeds`,
    parts: ({ seeds }) => seedParts(seeds),
    secondsEach: 26,
  }),
  longTests({
    name: "lines that fail",
    promise: "tabs and devices over lines that fail end equal (P3–P5)",
    of: "random schedules",
    args: ["--project", "unit", "worker/conversation/network.fuzz.test.ts"],
    doseInWords: ({ seeds }) => `${Math.ceil(seeds * LINES_PER_SEED)} seeds`,
    parts: ({ seeds }) => seedParts(Math.ceil(seeds * LINES_PER_SEED)),
    secondsEach: 8,
  }),
  longTests({
    name: "hostile",
    promise: "hostile bodies are refused",
    of: "tests of ten doses",
    args: ["--project", "workers", "worker/http/hostile"],
    doseInWords: () => "ten doses",
    parts: () => [{ name: "ten doses", env: { BOTCAFE_DOSE: "10" } }],
    secondsEach: 180,
  }),
  longTests({
    name: "rights",
    promise: "in any order of doings everybody finds what the rules say",
    of: "tests of twenty doses",
    args: ["--project", "workers", "worker/services/access/sequences"],
    doseInWords: () => "twenty doses",
    parts: () => [{ name: "twenty doses", env: { BOTCAFE_DOSE: "20" } }],
    secondsEach: 150,
  }),
];
