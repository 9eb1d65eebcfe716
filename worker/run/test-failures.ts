import { existsSync, readFileSync } from "node:fs";

/** One test that did not pass, or passed only when tried again: its full name and the first lines of what it said. */
export type Failure = { name: string; said: string; isPassedOnRetry: boolean };

/** Only what we read of vitest's report. `message` is what a file said that could not be loaded. */
export type VitestFailures = {
  testResults: {
    name: string;
    message?: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
    status: string;
  }[];
};

type PlaywrightSpec = {
  title: string;
  tests: { projectName: string; status: string; results: { errors: { message?: string }[] }[] }[];
};
type PlaywrightSuite = { title: string; specs: PlaywrightSpec[]; suites?: PlaywrightSuite[] };

/** Only what we read of Playwright's report: suites within suites, a file each at the top. */
export type PlaywrightFailures = { suites: PlaywrightSuite[] };

/** Lines of a failure that are shown; the rest stands in the report. */
const LINES_SHOWN = 14;

const firstLines = (text: string): string => text.split("\n").slice(0, LINES_SHOWN).join("\n");

/** What failed in a vitest run. */
export function vitestFailures({ testResults }: VitestFailures): Failure[] {
  return testResults.flatMap(({ name, message, status, assertionResults }) => {
    const failed = assertionResults.filter((result) => result.status === "failed");
    if (failed.length === 0 && status === "failed")
      return [{ name, said: firstLines(message ?? ""), isPassedOnRetry: false }];
    return failed.map(({ fullName, failureMessages }) => ({
      name: `${name} > ${fullName}`,
      said: firstLines(failureMessages.join("\n")),
      isPassedOnRetry: false,
    }));
  });
}

/** What failed in a Playwright run, or passed only on a second try. */
export function playwrightFailures({ suites }: PlaywrightFailures): Failure[] {
  return suites.flatMap((suite) => [
    ...suite.specs.flatMap((spec) =>
      spec.tests
        .filter(({ status }) => status === "unexpected" || status === "flaky")
        .map(({ projectName, status, results }) => ({
          name: `${suite.title} > ${spec.title} (${projectName})`,
          said: firstLines(results.flatMap(({ errors }) => errors.map(({ message }) => message ?? "")).join("\n")),
          isPassedOnRetry: status === "flaky",
        })),
    ),
    ...playwrightFailures({ suites: suite.suites ?? [] }),
  ]);
}

/** The failures a report file tells of; none where the runner wrote none or only half of one. */
export function readFailures<Report>(file: string, find: (report: Report) => Failure[]): Failure[] {
  if (!existsSync(file)) return [];
  try {
    return find(JSON.parse(readFileSync(file, "utf8")) as Report);
  } catch {
    return [];
  }
}
