import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../run/bootstrap.mjs";
import { patched } from "../torture/patched-tree.ts";
import { BIGGER_ROOMS } from "./bigger-rooms.ts";
import { type Figure, figureCells, isMet, spread } from "./figure.ts";
import { keptFigures, withFigures } from "./kept-figures.ts";
import { OUTBOX_PATCHES } from "./outbox-build.ts";
import { inTurns, ratios } from "./rounds.ts";

const FIGURE: Figure = {
  goal: "P2",
  what: "an unstored frame",
  ...spread([1.2, 1.05, 1.1]),
  unit: "×",
  sign: "≤",
  limit: 1.1,
  ours: "11 µs",
  baseline: "10 µs, bare object",
  trials: "3 × 100",
};

test("[BENCH1] the README's table of goals is what the kept runs came to", () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  expect(keptFigures().figures.length).toBeGreaterThan(8);
  expect(withFigures(readme, keptFigures())).toBe(readme);
});

test("[BENCH2] a goal is met up to its limit, from above or from below, and says so", () => {
  expect(isMet(FIGURE)).toBe(true);
  expect(isMet({ ...FIGURE, limit: 1.09 })).toBe(false);
  expect(isMet({ ...FIGURE, sign: "≥", limit: 1.11 })).toBe(false);
  expect(figureCells(FIGURE)).toMatchObject({ found: "1.1 ×", spread: "1.05–1.2", wanted: "≤ 1.1 ×", "": "met" });
});

test("[BENCH3] candidates are measured in turns, a round to warm up, neighbours compared", async () => {
  const order: string[] = [];
  let n = 0;
  const found = await inTurns(2, {
    a: async () => {
      order.push("a");
      return ++n;
    },
    b: async () => {
      order.push("b");
      return ++n;
    },
  });
  expect(order.join("")).toBe("abbaab");
  expect(found).toEqual({ a: [4, 5], b: [3, 6] });
  expect(ratios(found.a, found.b)).toEqual([4 / 3, 5 / 6]);
});

test("[BENCH4] what benchmarks change in a build fits the sources as they stand", () => {
  for (const patch of [...BIGGER_ROOMS, ...OUTBOX_PATCHES]) {
    const source = readFileSync(join(ROOT, patch.file), "utf8");
    expect(patched(source, patch)).not.toBe(source);
  }
});
