import { expect, test } from "vitest";
import { inLanes } from "./lanes.ts";

/** Runs lanes of steps that end when they are told to. @returns What began where, and how to end a step. */
function start(lanes: string[][]) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const all = inLanes(lanes, async (step, lane) => {
    begun.push(`${step} in ${lane}`);
    await new Promise<void>((resolve) => ends.set(step, resolve));
    return step;
  });
  const end = async (step: string) => {
    ends.get(step)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { begun, end, all };
}

test("lanes run side by side, and one that has ended takes the last step of the other", async () => {
  const { begun, end, all } = start([["a"], ["x", "y", "z"]]);
  expect(begun).toEqual(["a in 0", "x in 1"]);
  await end("a");
  expect(begun.slice(2)).toEqual(["z in 0"]);
  await end("x");
  expect(begun.slice(3)).toEqual(["y in 1"]);
  await end("y");
  await end("z");
  expect(await all).toEqual(["a", "x", "y", "z"]);
  expect(begun).toHaveLength(4);
});

test("a single lane runs its steps in order", async () => {
  const { begun, end, all } = start([["a", "b"]]);
  expect(begun).toEqual(["a in 0"]);
  await end("a");
  await end("b");
  expect(await all).toEqual(["a", "b"]);
});
