import { describe, expect, test } from "vitest";
import { countPlaywright, countVitest, judge, readCounts } from "./test-counts.ts";

describe("counting", () => {
  test("a vitest file that could not be loaded is one failure", () => {
    const testResults = [
      { status: "passed", assertionResults: [{}, {}] },
      { status: "failed", assertionResults: [{}, {}] },
      { status: "failed", assertionResults: [] },
    ];
    expect(countVitest({ numPassedTests: 3, numFailedTests: 1, testResults })).toEqual({ passed: 3, failed: 2 });
  });

  test("a browser test that passes at its second try passes", () => {
    expect(countPlaywright({ stats: { expected: 5, unexpected: 1, flaky: 2 } })).toEqual({ passed: 7, failed: 1 });
  });

  test("a missing report counts nothing", () => {
    expect(readCounts("/nowhere/report.json", countVitest)).toEqual({ passed: 0, failed: 0 });
  });
});

describe("judging a runner", () => {
  test.each([
    ["all passed", { passed: 3, failed: 0 }, 0, { passed: 3, failed: 0 }],
    ["some failed", { passed: 3, failed: 2 }, 1, { passed: 3, failed: 2 }],
    ["it crashed after all had passed", { passed: 3, failed: 0 }, 1, { passed: 3, failed: 1 }],
    ["it crashed before the first", { passed: 0, failed: 0 }, 1, { passed: 0, failed: 1 }],
    ["it is content with nothing", { passed: 0, failed: 0 }, 0, { passed: 0, failed: 1 }],
  ])("%s", (_, counts, code, judged) => {
    expect(judge(counts, code)).toEqual(judged);
  });
});
