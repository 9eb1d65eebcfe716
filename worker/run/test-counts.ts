import { existsSync, readFileSync } from "node:fs";

/** How many tests a runner passed and failed. */
export type Counts = { passed: number; failed: number };

/** Only what we read of vitest's report. */
type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

/** Only what we read of Playwright's report. `expected` is what passed, `flaky` what passed on a second try. */
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number } };

/** Counts of vitest's JSON report. A file that could not even be loaded has no tests and is one failure. */
export function countVitest({ numPassedTests, numFailedTests, testResults }: VitestReport): Counts {
  const unloaded = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length };
}

/** Counts of Playwright's JSON report. What passed at its second try passed, and is named among the failures. */
export function countPlaywright({ stats }: PlaywrightReport): Counts {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
}

/**
 * What a runner that ended with `code` is worth. One that ended badly without counting a failure failed once: it
 * crashed, or an error came from outside any test. One that says all is well but ran nothing failed too.
 */
export function judge({ passed, failed }: Counts, code: number): Counts {
  const isSilentFailure = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: failed + (isSilentFailure ? 1 : 0) };
}

/** Counts of a report file; nothing at all where the runner wrote none or only half of one. */
export function readCounts<Report>(file: string, count: (report: Report) => Counts): Counts {
  if (!existsSync(file)) return { passed: 0, failed: 0 };
  try {
    return count(JSON.parse(readFileSync(file, "utf8")) as Report);
  } catch {
    return { passed: 0, failed: 0 };
  }
}
