import { describe, expect, test } from "vitest";
import { RUNNING } from "./running-name.ts";
import {
  areAllDone,
  DONE,
  doneOf,
  forgetDone,
  leaveTutorial,
  nextStep,
  previousStep,
  progressWords,
  runningOf,
  startTutorial,
} from "./tutorial-progress.ts";
import { TUTORIALS, type Tutorial } from "./tutorials.ts";

function keeper() {
  const kept: Record<string, unknown> = {};
  return {
    kept,
    keep: (name: string, value: unknown) => {
      if (value === null) delete kept[name];
      else kept[name] = value;
    },
  };
}
const [first] = TUTORIALS as unknown as [Tutorial];

describe("tutorials", () => {
  test("[TUT1] names, steps and outcomes", () => {
    expect(new Set(TUTORIALS.map(({ id }) => id)).size).toBe(TUTORIALS.length);
    expect(TUTORIALS.every(({ steps, outcome }) => steps.length > 0 && outcome !== "")).toBe(true);
    expect(TUTORIALS.flatMap(({ steps }) => steps).every(({ targets }) => targets.length > 0)).toBe(true);
  });

  test("[TUT2] step by step, back, and done", () => {
    const mine = keeper();
    startTutorial(mine, first);
    nextStep(mine, mine.kept, runningOf(mine.kept)!);
    expect(runningOf(mine.kept)).toEqual({ tutorial: first, at: 1 });
    previousStep(mine, runningOf(mine.kept)!);
    expect(runningOf(mine.kept)?.at).toBe(0);
    for (const _ of first.steps) nextStep(mine, mine.kept, runningOf(mine.kept)!);
    expect(runningOf(mine.kept)).toBeNull();
    expect(progressWords(mine.kept)).toBe(`1 of ${TUTORIALS.length} done`);
  });

  test("[TUT2] leaving is for good", () => {
    const mine = keeper();
    startTutorial(mine, first);
    leaveTutorial(mine);
    expect(mine.kept).toEqual({});
  });

  test.each([
    [null],
    ["talk"],
    [{ id: "gone", at: 0 }],
    [{ id: "talk", at: 99 }],
    [{ id: "talk", at: -1 }],
    [{ at: 0 }],
  ])("[TUT3] %j is no tutorial", (value) => {
    expect(runningOf({ [RUNNING]: value })).toBeNull();
  });

  test("[TUT3] tutorials that are gone are not counted", () => {
    expect(doneOf({ [DONE]: ["talk", "gone", 7] })).toEqual(new Set(["talk"]));
    expect(doneOf({ [DONE]: "talk" }).size).toBe(0);
  });

  test("[TUT2] how far one is, and when there is nothing left", () => {
    const mine = keeper();
    mine.keep(
      DONE,
      TUTORIALS.map(({ id }) => id),
    );
    expect(areAllDone(mine.kept)).toBe(true);
    forgetDone(mine, mine.kept, first);
    expect(areAllDone(mine.kept)).toBe(false);
  });

  test("[TUT4] again", () => {
    const mine = keeper();
    mine.keep(DONE, ["talk", "why"]);
    forgetDone(mine, mine.kept, first);
    expect(doneOf(mine.kept)).toEqual(new Set(["why"]));
  });
});
