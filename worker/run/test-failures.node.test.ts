import { expect, test } from "vitest";
import { playwrightFailures, readFailures, vitestFailures } from "./test-failures.ts";

test("a vitest report gives its failed tests, and the files that could not be loaded", () => {
  const testResults = [
    {
      name: "a.test.ts",
      status: "failed",
      assertionResults: [
        { status: "passed", fullName: "adds", failureMessages: [] },
        { status: "failed", fullName: "takes away", failureMessages: ["expected 1 to be 2"] },
      ],
    },
    { name: "b.test.ts", status: "failed", message: "no such module", assertionResults: [] },
    { name: "c.test.ts", status: "passed", assertionResults: [] },
  ];
  expect(vitestFailures({ testResults })).toEqual([
    { name: "a.test.ts > takes away", said: "expected 1 to be 2", isPassedOnRetry: false },
    { name: "b.test.ts", said: "no such module", isPassedOnRetry: false },
  ]);
});

test("a Playwright report gives what failed and what passed at a second try, also in nested suites", () => {
  const spec = (title: string, status: string) => ({
    title,
    tests: [{ projectName: "desktop", status, results: [{ errors: [{ message: "too late" }] }, { errors: [] }] }],
  });
  const inner = { title: "inner", specs: [spec("writes", "flaky")] };
  const suites = [
    { title: "s1.spec.ts", specs: [spec("opens", "unexpected"), spec("ends", "expected")], suites: [inner] },
  ];
  expect(playwrightFailures({ suites })).toEqual([
    { name: "s1.spec.ts > opens (desktop)", said: "too late", isPassedOnRetry: false },
    { name: "inner > writes (desktop)", said: "too late", isPassedOnRetry: true },
  ]);
});

test("a failure is shown by its first lines, and a report that is missing tells of none", () => {
  const failureMessages = [Array.from({ length: 40 }, (_, at) => `line ${at}`).join("\n")];
  const testResults = [
    { name: "a", status: "failed", assertionResults: [{ status: "failed", fullName: "x", failureMessages }] },
  ];
  expect(vitestFailures({ testResults })[0]?.said.split("\n")).toHaveLength(14);
  expect(readFailures("/nowhere/report.json", vitestFailures)).toEqual([]);
});
