import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../run/bootstrap.mjs";
import { MUTATIONS } from "./mutations.ts";
import { patched } from "./patched-tree.ts";
import { PROMISES, promisesPage } from "./promises.ts";
import { ALL_PATCHES } from "./run-mutations.ts";
import boardJson from "./scoreboard.json" with { type: "json" };
import { boardText, type Scoreboard, type SuiteRun, withBoard, withRun } from "./scoreboard.ts";

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

test("[TORT3] every fault and every mutation fits the sources as they stand", () => {
  const unfit = ALL_PATCHES.flatMap((patch) => {
    try {
      return patched(read(patch.file), patch) === read(patch.file) ? [`${patch.file}: changes nothing`] : [];
    } catch (error) {
      return [String(error)];
    }
  });
  expect(unfit).toEqual([]);
});

test("[TORT3] every mutation names a test that there is", () => {
  expect(MUTATIONS.length).toBeGreaterThanOrEqual(25);
  for (const { name, test: wanted } of MUTATIONS) {
    expect(existsSync(join(ROOT, wanted.file)), `${name}: ${wanted.file}`).toBe(true);
    expect(read(wanted.file), `${name}: ${wanted.title}`).toContain(wanted.title ?? "");
  }
});

test("[TORT5] the README's table is what the last kept run came to", () => {
  const board: Scoreboard = boardJson;
  expect(board.runs.length).toBeGreaterThan(0);
  const readme = read("README.md");
  expect(withBoard(readme, board)).toBe(readme);
});

test("[TORT8] a suite's run takes the place of its last and leaves the others; slow is told apart from wrong", () => {
  const run = (suite: string, p99_ms: number): SuiteRun => ({
    suite,
    day: "2026-11-23",
    commit: "abc",
    machine: "2 cores",
    dose: "1 kill",
    seconds: 1,
    scores: [{ promise: `${suite} holds`, of: "kills", n: 1, bad: 0, p99_ms, limit_ms: 2_000 }],
  });
  const order = ["kills", "streams"];
  const board = [run("streams", 1), run("gone", 2), run("kills", 3), run("streams", 2_001)].reduce<Scoreboard>(
    (kept, one) => withRun(kept, one, order),
    { runs: [] },
  );
  expect(board.runs.map(({ suite, scores }) => [suite, scores[0]?.p99_ms])).toEqual([
    ["kills", 3],
    ["streams", 2_001],
    ["gone", 2],
  ]);
  const [, apart = ""] = boardText(board.runs).split("Slower here");
  expect(apart).toContain("streams holds");
  expect(apart).not.toContain("kills holds");
});

test("[TORT9] every promise of rooms names tests that there are and a mutation, and its page is as it stands", () => {
  const ids = [
    ...Array.from({ length: 13 }, (_, n) => `P${n + 1}`),
    ...Array.from({ length: 7 }, (_, n) => `P${n + 19}`),
  ];
  expect(PROMISES.map(({ id }) => id)).toEqual(ids);
  const files = globSync("{worker,shared,client}/**/*.{test,spec}.{ts,tsx}", { cwd: ROOT });
  const sources = files.filter((file) => !file.includes("node_modules")).map(read);
  expect(sources.length).toBeGreaterThan(100);
  const missing = PROMISES.flatMap(({ tests }) => tests).filter(
    (id) => !sources.some((source) => source.includes(`[${id}]`)),
  );
  expect(missing).toEqual([]);
  expect(new Set(MUTATIONS.map((one) => one.promise))).toEqual(new Set(ids));
  expect(read("worker/docs/promises.md")).toBe(promisesPage(MUTATIONS));
});
