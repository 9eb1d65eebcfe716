import fc from "fast-check";
import { expect, test } from "vitest";
import { fitHistory } from "./fit-history.ts";

test("[PROMPT10] keeps the newest messages that fit and stops at the first that does not", () => {
  expect(fitHistory([5, 1, 9, 2, 3], 6, 1)).toBe(3);
  expect(fitHistory([5, 1, 1, 2, 3], 100, 1)).toBe(0);
  expect(fitHistory([], 10, 1)).toBe(0);
  expect(fitHistory([7], 3, 1)).toBe(0);
  expect(fitHistory([7, 7], 3, 0)).toBe(2);
});

test("[PROMPT10] what is kept never costs more than there is room for, and one more would", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), fc.nat(500), (costs, room) => {
      const first = fitHistory(costs, room, 0);
      const spent = costs.slice(first).reduce((sum, cost) => sum + cost, 0);
      expect(spent).toBeLessThanOrEqual(room);
      if (first > 0) expect(spent + (costs[first - 1] ?? 0)).toBeGreaterThan(room);
    }),
  );
});
