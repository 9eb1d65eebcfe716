import { describe, expect, test } from "vitest";
import { decideLogic, type KeywordsLogic, keywordScore, type LogicResult } from "./logic.ts";
import { evaluateOne, talk } from "./testing/lore-room.ts";

const YES: LogicResult = "match";
const NO: LogicResult = "no_match";
const SECOND: LogicResult = "secondary_logic";

/** Hits of two primary keys × hits of two secondary keys, as rows 0, 1, 2 of columns 0, 1, 2. */
const TABLES: Readonly<Record<KeywordsLogic, readonly (readonly LogicResult[])[]>> = {
  AND_ANY: [
    [NO, YES, YES],
    [YES, YES, YES],
    [YES, YES, YES],
  ],
  AND_ALL: [
    [NO, NO, NO],
    [NO, NO, NO],
    [SECOND, SECOND, YES],
  ],
  NOT_ALL: [
    [NO, NO, NO],
    [YES, YES, SECOND],
    [YES, YES, SECOND],
  ],
  NOT_ANY: [
    [NO, NO, NO],
    [YES, SECOND, SECOND],
    [YES, SECOND, SECOND],
  ],
  SELECTIVE_ANY: [
    [NO, NO, NO],
    [SECOND, YES, YES],
    [SECOND, YES, YES],
  ],
  SELECTIVE_ALL: [
    [NO, NO, NO],
    [SECOND, SECOND, YES],
    [SECOND, SECOND, YES],
  ],
};

const LOGICS = Object.keys(TABLES) as KeywordsLogic[];

describe.each(LOGICS)("[LORE20] %s", (logic) => {
  test("two primary and two secondary keys", () => {
    for (const [primary, row] of TABLES[logic].entries())
      for (const [secondary, expected] of row.entries())
        expect(
          decideLogic(logic, { keys: 2, hits: primary }, { keys: 2, hits: secondary }),
          `${primary}p ${secondary}s`,
        ).toBe(expected);
  });

  test("no secondary keys: any primary, or every one for AND_ALL", () => {
    const none = { keys: 0, hits: 0 };
    expect(decideLogic(logic, { keys: 2, hits: 0 }, none)).toBe(NO);
    expect(decideLogic(logic, { keys: 2, hits: 1 }, none)).toBe(logic === "AND_ALL" ? NO : YES);
    expect(decideLogic(logic, { keys: 2, hits: 2 }, none)).toBe(YES);
  });

  test("no primary keys: only the two that take a secondary key for itself", () => {
    const none = { keys: 0, hits: 0 };
    const takes = logic === "AND_ANY" || logic === "AND_ALL";
    expect(decideLogic(logic, none, { keys: 1, hits: 1 })).toBe(takes ? YES : NO);
  });

  test("no keys at all never match", () => {
    expect(decideLogic(logic, { keys: 0, hits: 0 }, { keys: 0, hits: 0 })).toBe(NO);
    expect(evaluateOne({ settings: { keywords_logic: logic } }, talk("user: anything"))).toMatchObject({
      included: false,
      reason: "no_match",
    });
  });

  test("through the engine, on one message", () => {
    const words = (hits: number, all: readonly string[]) => all.slice(0, hits).join(" ");
    for (const [primary, row] of TABLES[logic].entries())
      for (const [secondary, expected] of row.entries()) {
        const text = `user: ${words(primary, ["ash", "birch"])} ${words(secondary, ["cedar", "dogwood"])}`;
        const found = evaluateOne(
          { keys: ["ash", "birch"], secondary: ["cedar", "dogwood"], settings: { keywords_logic: logic } },
          talk(text),
        );
        expect(found.included, text).toBe(expected === YES);
        expect(found.reason, text).toBe(expected === YES ? null : expected);
        expect(found.score, text).toBe(2 * primary + secondary);
      }
  });
});

test("[LORE11] a blank key counts as a key that is not found", () => {
  const outcome = (logic: KeywordsLogic, keys: string[], secondary: string[]) =>
    evaluateOne({ keys, secondary, settings: { keywords_logic: logic } }, talk("user: ash cedar")).included;
  expect(outcome("AND_ANY", [" "], [])).toBe(false);
  expect(outcome("AND_ANY", ["ash", " "], [])).toBe(true);
  expect(outcome("AND_ALL", ["ash", "\t"], [])).toBe(false);
  expect(outcome("AND_ALL", ["ash"], [""])).toBe(false);
  expect(outcome("NOT_ALL", ["ash"], ["cedar", " "])).toBe(true);
  expect(outcome("NOT_ANY", ["ash"], [" "])).toBe(true);
  expect(outcome("SELECTIVE_ANY", ["ash"], [" "])).toBe(false);
  expect(outcome("SELECTIVE_ALL", ["ash"], ["cedar", " "])).toBe(false);
});

test("[LORE21] score: two for a primary, one for a secondary key", () => {
  expect(keywordScore({ keys: 5, hits: 3 }, { keys: 5, hits: 2 })).toBe(8);
});
