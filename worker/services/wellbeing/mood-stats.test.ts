import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MOODS, type MoodName } from "../../../shared/fields/moods.ts";
import { sumUp } from "./mood-stats.ts";

const on = (day: string, mood: MoodName = "happy", intensity = 3) => ({ day, mood, intensity });

describe("[MOOD5] streaks", () => {
  test.each([
    ["no mood at all", [], "2026-11-23", 0, 0],
    ["today alone", ["2026-11-23"], "2026-11-23", 1, 1],
    ["yesterday still counts", ["2026-11-22", "2026-11-21"], "2026-11-23", 2, 2],
    ["the day before yesterday does not", ["2026-11-21", "2026-11-20"], "2026-11-23", 0, 2],
    ["twice a day is one day", ["2026-11-23", "2026-11-23", "2026-11-22"], "2026-11-23", 2, 2],
    ["over the end of a year", ["2026-01-01", "2025-12-31", "2025-12-30"], "2026-01-01", 3, 3],
    ["over a leap day", ["2028-03-01", "2028-02-29", "2028-02-28"], "2028-03-01", 3, 3],
    ["over the night the clocks go back", ["2026-10-24", "2026-10-25", "2026-10-26"], "2026-10-26", 3, 3],
    ["a longer one before", ["2026-11-23", "2026-11-10", "2026-11-09", "2026-11-08"], "2026-11-23", 1, 3],
  ])("%s", (_what, days, today, streak, longest_streak) => {
    expect(
      sumUp(
        days.map((day) => on(day)),
        today,
      ),
    ).toMatchObject({ streak, longest_streak });
  });

  test("are as long as a walk back day by day says, in any order", () => {
    const TODAY = 20_000;
    const name = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: TODAY - 30, max: TODAY }), { maxLength: 40 }), (days) => {
        const has = new Set(days);
        let day = has.has(TODAY) ? TODAY : TODAY - 1;
        let walked = 0;
        for (; has.has(day); day -= 1) walked += 1;
        expect(
          sumUp(
            days.map((one) => on(name(one))),
            name(TODAY),
          ).streak,
        ).toBe(walked);
      }),
    );
  });
});

describe("[MOOD5] weeks", () => {
  test("begin on Monday and stand newest first, with their means", () => {
    const found = [on("2026-11-22", "very-sad", 5), on("2026-11-16", "neutral", 2), on("2026-11-23", "excited", 1)];
    expect(sumUp(found, "2026-11-23").weeks).toEqual([
      { week: "2026-11-23", entries: 1, valence: 5, intensity: 1 },
      { week: "2026-11-16", entries: 2, valence: 2, intensity: 3.5 },
    ]);
  });

  test.each<[MoodName, MoodName, string]>([
    ["sad", "happy", "better"],
    ["happy", "angry", "worse"],
    ["happy", "content", "steady"],
  ])("from %s to %s is %s", (before, newest, trend) => {
    expect(sumUp([on("2026-11-23", newest), on("2026-11-16", before)], "2026-11-23").trend).toBe(trend);
  });

  test("one week alone has no trend", () => {
    expect(sumUp([on("2026-11-23")], "2026-11-23").trend).toBe("unknown");
  });

  test("every mood is counted, those without one as none", () => {
    const { by_mood, entries } = sumUp([on("2026-11-23"), on("2026-11-23", "angry")], "2026-11-23");
    expect([Object.keys(by_mood).sort(), entries]).toEqual([[...MOODS].sort(), 2]);
    expect(by_mood).toMatchObject({ happy: 1, angry: 1, sad: 0 });
  });
});
