import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../run/bootstrap.mjs";
import { MUTATIONS } from "./mutations.ts";
import { patched } from "./patched-tree.ts";
import { ALL_PATCHES } from "./run-mutations.ts";
import boardJson from "./scoreboard.json" with { type: "json" };
import { type Scoreboard, withBoard } from "./scoreboard.ts";

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
